"""The forms that a tracker's events usually have: each tells what it means and leaves the rest.

``tell`` is False, and has done nothing, where rules have to tell the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from gateway.intake.dialects.rasa_tracker.blank import FLAGS
from gateway.intake.dialects.rasa_tracker.events import CHOICES, is_silent, payload
from gateway.intake.dialects.rasa_tracker.left import leave_event, leave_members, leave_metadata
from gateway.intake.dialects.rasa_tracker.parsed import Number, Parsed
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.moments import SECONDS, moment
from gateway.intake.drafting.usual import Form, Name, Null, Turn, Usual
from gateway.intake.drafting.words import channel
from gateway.schema.scalars import Id, Json, Text


class Session(Struct, frozen=True, kw_only=True):
    """What the events of a tracker are told to, and what they are told by.

    ``conversation`` and ``messages`` are in the ``draft``; ``last`` is the position of the last
    message of the customer, and ``at`` the pointer of the ``events``.
    """

    draft: Draft
    at: str
    events: Sequence[Json]
    sender: str
    last: int
    conversation: dict[str, Json]
    messages: list[Turn]


class _Event(Form, frozen=True, gc=False, kw_only=True, tag_field="event"):
    timestamp: Number
    metadata: dict[str, Any] | None = None
    sender_id: Id | UnsetType = UNSET
    is_flagged: bool = False
    hide_rule_turn: bool = False
    use_text_for_featurization: bool = False

    def _leave(self, session: Session, at: str) -> None:
        """What each event may have that is told by none."""
        left = session.draft.left
        if self.sender_id is not UNSET and self.sender_id != session.sender:
            left[f"{at}/sender_id"] = self.sender_id
        if self.is_flagged:
            left[f"{at}/is_flagged"] = True
        if self.hide_rule_turn:
            left[f"{at}/hide_rule_turn"] = True
        if self.use_text_for_featurization:
            left[f"{at}/use_text_for_featurization"] = True

    def _leave_all(self, session: Session, at: str) -> None:
        """The same, with metadata."""
        self._leave(session, at)
        if self.metadata:
            leave_metadata(session.draft, at, self.metadata)

    def _add_metadata(self, session: Session, at: str, message: Turn) -> None:
        """Metadata of a message but what is False."""
        if not self.metadata:
            return
        meta = {name: value for name, value in self.metadata.items() if value is not False}
        if not meta:
            leave_metadata(session.draft, at, self.metadata)
            return
        message["meta"] = meta
        if len(meta) < len(self.metadata):
            leave_members(session.draft, f"{at}/metadata", self.metadata, meta.keys() | FLAGS)


class Action(_Event, frozen=True, gc=False, kw_only=True, tag="action"):
    """What the bot did."""

    name: Id
    policy: str | None = None
    confidence: Number | None = None
    action_text: Null = UNSET

    def tell(self, session: Session, number: int) -> bool:
        at = f"{session.at}/{number}"
        if not is_silent(self.name) and not self._tell_step(session, at, "completed"):
            return False
        self._leave_all(session, at)
        return True

    def _tell_step(self, session: Session, at: str, status: str) -> bool:
        time = moment(self.timestamp, SECONDS)
        if time is None:
            return False
        steps = session.draft.value.setdefault("steps", [])
        said = {"description": self.name.replace("_", " "), "status": status}
        steps.append({"id": f"s{len(steps) + 1}", **said, "tool": self.name, "at": time})
        if self.policy:
            session.draft.left[f"{at}/policy"] = self.policy
        if self.confidence is not None:
            session.draft.left[f"{at}/confidence"] = self.confidence
        return True


class Rejected(Action, frozen=True, gc=False, kw_only=True, tag="action_execution_rejected"):
    """What the bot could not do."""

    def tell(self, session: Session, number: int) -> bool:
        at = f"{session.at}/{number}"
        if not self._tell_step(session, at, "failed"):
            return False
        self._leave_all(session, at)
        return True


class User(_Event, frozen=True, gc=False, kw_only=True, tag="user"):
    """What the customer said; what was understood of it is told once all messages have ids."""

    text: Name
    parse_data: Parsed
    input_channel: Annotated[str, Meta(max_length=255)] | None = None
    message_id: str | None = None

    def tell(self, session: Session, number: int) -> bool:
        parsed = self.parse_data
        time = moment(self.timestamp, SECONDS)
        if time is None or parsed.text != self.text:
            return False
        if parsed.metadata and parsed.metadata != self.metadata:
            return False
        pressed = payload(self.text, session.messages) if self.text[0] == "/" else None
        message: Turn = {"role": "customer"}
        if parsed.message_id:
            message["id"] = parsed.message_id
        message["content"] = [pressed] if pressed else self.text
        message["at"] = time
        at = f"{session.at}/{number}"
        self._add_metadata(session, at, message)
        session.messages.append(message)
        self._leave(session, at)
        self._leave_parsed(session, number)
        return True

    def _leave_parsed(self, session: Session, number: int) -> None:
        at = f"{session.at}/{number}"
        left = session.draft.left
        if self.input_channel and "channel" in session.conversation:
            left[f"{at}/input_channel"] = self.input_channel
        elif self.input_channel:
            session.conversation["channel"] = channel(self.input_channel)
        if self.message_id:
            left[f"{at}/message_id"] = self.message_id
        parsed = session.events[number]["parse_data"]
        place = f"{at}/parse_data"
        self.parse_data.leave(session.draft, place, parsed, is_last=number == session.last)
        said = self.parse_data.metadata
        if said:
            off = {name for name, value in said.items() if value is False and name in FLAGS}
            self._leave_said(session.draft, f"{place}/metadata", off)

    def leave_again(self, draft: Draft, at: str, latest: dict[str, Json]) -> None:
        """What the tracker's head says again of this message, the last one, and nobody tells."""
        self.parse_data.leave(draft, at, latest, is_last=True)
        if self.parse_data.metadata:
            self._leave_said(draft, f"{at}/metadata", set())

    def _leave_said(self, draft: Draft, at: str, read: set[str]) -> None:
        """Metadata that was understood is the event's own: it is told where that is."""
        own = self.metadata or {}
        told = {name for name, value in own.items() if value is not False}
        leave_members(draft, at, self.parse_data.metadata or {}, told | read)


class _Data(Form, frozen=True, gc=False):
    elements: Null = UNSET
    quick_replies: list[Any] | UnsetType | None = UNSET
    buttons: list[Any] | UnsetType | None = UNSET
    attachment: Null = UNSET
    image: Null = UNSET
    custom: Null = UNSET

    def choices(self) -> list[Turn]:
        """What the customer was offered to choose from."""
        if not isinstance(self.buttons, list) and not isinstance(self.quick_replies, list):
            return []
        shown = [(kind, getattr(self, kind)) for kind in CHOICES]
        return [
            {"type": "choices", "options": options, "kind": kind}
            for kind, options in shown
            if isinstance(options, list)
        ]


_NOTHING = _Data()


class Bot(_Event, frozen=True, gc=False, kw_only=True, tag="bot"):
    """What the bot said."""

    text: Text | None = None
    data: _Data = _NOTHING

    def tell(self, session: Session, number: int) -> bool:
        time = moment(self.timestamp, SECONDS)
        if time is None:
            return False
        choices = self.data.choices()
        parts = [{"type": "text", "text": self.text}, *choices] if self.text else choices
        message: Turn = {
            "role": "bot",
            "content": parts if choices else self.text or [],
            "at": time,
        }
        at = f"{session.at}/{number}"
        self._add_metadata(session, at, message)
        session.messages.append(message)
        self._leave(session, at)
        if session.events[number].get("data") == {}:
            session.draft.left[f"{at}/data"] = {}
        return True


class Slot(_Event, frozen=True, gc=False, kw_only=True, tag="slot"):
    """What is known by now."""

    name: Name
    value: Any

    def put(self, session: Session, number: int) -> None:
        """The same value that stands there already, or else the last one: taken from the end."""
        at = f"{session.at}/{number}"
        variables = session.conversation.setdefault("variables", {})
        known = variables.setdefault(self.name, self.value)
        if known != self.value or type(known) is not type(self.value):
            leave_event(session.draft, at, session.events[number], session.sender)
            return
        session.draft.left[f"{at}/timestamp"] = self.timestamp
        self._leave_all(session, at)


class SessionStarted(_Event, frozen=True, gc=False, kw_only=True, tag="session_started"):
    """Where the conversation began, unless it did before."""

    def tell(self, session: Session, number: int) -> bool:
        at = f"{session.at}/{number}"
        time = moment(self.timestamp, SECONDS)
        if time is None or "started_at" in session.conversation:
            leave_event(session.draft, at, session.events[number], session.sender)
            return True
        session.conversation["started_at"] = time
        self._leave_all(session, at)
        return True


class Restart(SessionStarted, frozen=True, gc=False, kw_only=True, tag="restart"):
    """The same, said otherwise."""


TOLD = frozenset({"action", "action_execution_rejected", "user", "bot", "slot"}) | {
    *("session_started", "restart"),
}
"""The kinds of event that have a form; of the others nothing is told."""

USUAL = Usual.of(Action | Rejected | User | Bot | Slot | SessionStarted | Restart)
