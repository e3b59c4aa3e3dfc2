"""The usual form of a tracker's head: what stands beside its events."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, MsgspecError, UnsetType, convert

from gateway.intake.dialects.rasa_tracker.blank import OPTIONAL
from gateway.intake.dialects.rasa_tracker.left import leave_members, leave_value
from gateway.intake.dialects.rasa_tracker.parsed import Number
from gateway.intake.drafting.blank import is_blank
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.moments import SECONDS, moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import BY_FORM
from gateway.intake.drafting.usual import Form
from gateway.intake.drafting.words import channel
from gateway.schema.scalars import Id, Json

LISTENS = "action_listen"
"""The last action of a bot that waits for the customer, as it nearly always does."""

# They are told with the events.
_EVENTS = frozenset({"events", "latest_message"})
_UNREAD = ("followup_action", "paused", "active_loop")


class _Head(Form, frozen=True, gc=False, kw_only=True):
    sender_id: Id
    events: Any
    latest_message: Any = UNSET
    slots: dict[str, Any] | UnsetType = UNSET
    latest_event_time: Number | UnsetType = UNSET
    latest_input_channel: Id | UnsetType = UNSET
    latest_action: dict[str, Any] | UnsetType = UNSET
    latest_action_name: str | UnsetType | None = UNSET
    followup_action: Any = UNSET
    paused: Any = UNSET
    active_loop: Any = UNSET

    def tell(self, draft: Draft, document: dict[str, Json]) -> bool:
        """False, and nothing done, where rules have to tell it."""
        occurred = None
        if self.latest_event_time is not UNSET:
            occurred = moment(self.latest_event_time, SECONDS)
            if occurred is None:
                return False
        conversation: dict[str, Json] = {"id": self.sender_id}
        if self.slots is not UNSET:
            conversation["variables"] = self.slots
        if self.latest_input_channel is not UNSET:
            conversation["channel"] = channel(self.latest_input_channel)
        draft.value |= {"conversation": conversation, "customer": {"id": self.sender_id}}
        if occurred is not None:
            draft.value["occurred_at"] = occurred
        self._leave(draft, document)
        return True

    def _leave(self, draft: Draft, document: dict[str, Json]) -> None:
        for name in _UNREAD:
            if name in document and not is_blank(name, document[name], OPTIONAL):
                leave_value(draft, f"/{name}", document[name])
        if self.latest_action_name is not UNSET and self.latest_action_name != LISTENS:
            draft.left["/latest_action_name"] = self.latest_action_name
        if self.latest_action is UNSET:
            return
        if self.latest_action.get("action_name") == LISTENS:
            leave_members(draft, "/latest_action", self.latest_action, {"action_name"})
        else:
            leave_value(draft, "/latest_action", self.latest_action)


def tell_head(draft: Draft, root: Native) -> bool:
    """Tells the head by form; False, and nothing done, where rules have to tell it."""
    try:
        head = convert(root.value, _Head)
    except (MsgspecError, RecursionError):
        return False
    return head.tell(draft, root.value)


def account_head(draft: Draft, root: Native) -> None:
    """Nothing more of the head is to be found, whatever is of the events."""
    for name, member in root.members():
        if name not in _EVENTS:
            draft.trail.drop(member, BY_FORM)
