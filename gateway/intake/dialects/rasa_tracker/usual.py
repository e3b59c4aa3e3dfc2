"""The forms that a tracker's events usually have: each tells what it means and leaves the rest.

``tell`` is False, and has done nothing, where rules have to tell the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from gateway.intake.dialects.rasa_tracker.blank import FLAGS, OPTIONAL
from gateway.intake.dialects.rasa_tracker.events import is_silent, payload
from gateway.intake.dialects.rasa_tracker.left import (
    Whole,
    flags_off,
    leave_event,
    leave_members,
)
from gateway.intake.dialects.rasa_tracker.offered import Offered
from gateway.intake.dialects.rasa_tracker.parsed import Number, Parsed
from gateway.intake.drafting.blank import is_whole
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.moments import SECONDS, moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.usual import Form, Name, Null, Turn, Usual
from gateway.intake.drafting.words import channel
from gateway.schema.scalars import Id, Json, Text


class Session(Struct, frozen=True, kw_only=True):
    """What the events of a tracker are told to, and what they are told by.

    ``conversation``, ``messages`` and ``left`` are in the ``draft``; ``last`` is the position of
    the last message of the customer, and ``at`` the pointer of the ``events``.
    """

    draft: Draft
    left: dict[str, Json]
    at: str
    events: Sequence[Json]
    sender: str
    last: int
    conversation: dict[str, Json]
    messages: list[Turn]
    metadata: Whole
    selectors: Whole


class _Event(Form, frozen=True, gc=False, kw_only=True, tag_field="event"):
    timestamp: Number
    metadata: dict[str, Any] | None = None
    sender_id: Id | UnsetType = UNSET
    is_flagged: bool = False
    hide_rule_turn: bool = False
    use_text_for_featurization: bool = False

    def _leave(self, session: Session, number: int) -> None:
        """What each event may have that is told by none; most have nothing of it."""
        if self.sender_id is UNSET and not (
            self.is_flagged or self.hide_rule_turn or self.use_text_for_featurization
        ):
            return
        at, left = f"{session.at}/{number}", session.left
        if self.sender_id is not UNSET and self.sender_id != session.sender:
            left[f"{at}/sender_id"] = self.sender_id
        if self.is_flagged:
            left[f"{at}/is_flagged"] = True
        if self.hide_rule_turn:
            left[f"{at}/hide_rule_turn"] = True
        if self.use_text_for_featurization:
            left[f"{at}/use_text_for_featurization"] = True

    def _leave_all(self, session: Session, number: int) -> None:
        """The same, with the metadata of an event that has no message for it to stand in."""
        self._leave(session, number)
        if not self.metadata:
            return
        at = f"{session.at}/{number}/metadata"
        if session.metadata.is_whole(self.metadata):
            session.left[at] = self.metadata
        else:
            leave_members(session.draft, at, self.metadata, flags_off(self.metadata))

    def _add_metadata(self, session: Session, number: int, message: Turn) -> None:
        """Metadata of a message but what is False."""
        if not self.metadata:
            return
        if False not in self.metadata.values():
            message["meta"] = self.metadata
            return
        meta = {name: value for name, value in self.metadata.items() if value is not False}
        if meta:
            message["meta"] = meta
        at = f"{session.at}/{number}/metadata"
        if len(meta) < len(self.metadata):
            leave_members(session.draft, at, self.metadata, meta.keys() | flags_off(self.metadata))


class Action(_Event, frozen=True, gc=False, kw_only=True, tag="action"):
    """What the bot did."""

    name: Id
    policy: str | None = None
    confidence: Number | None = None
    action_text: Null = UNSET

    def tell(self, session: Session, number: int) -> bool:
        if not is_silent(self.name) and not self._tell_step(session, number, "completed"):
            return False
        self._leave_all(session, number)
        return True

    def _tell_step(self, session: Session, number: int, status: str) -> bool:
        time = moment(self.timestamp, SECONDS)
        if time is None:
            return False
        steps = session.draft.value.setdefault("steps", [])
        step: Turn = {"id": f"s{len(steps) + 1}", "description": self.name.replace("_", " ")}
        step["status"] = status
        step["tool"] = self.name
        step["at"] = time
        steps.append(step)
        at = f"{session.at}/{number}"
        if self.policy:
            session.left[f"{at}/policy"] = self.policy
        if self.confidence is not None:
            session.left[f"{at}/confidence"] = self.confidence
        return True


class Rejected(Action, frozen=True, gc=False, kw_only=True, tag="action_execution_rejected"):
    """What the bot could not do."""

    def tell(self, session: Session, number: int) -> bool:
        if not self._tell_step(session, number, "failed"):
            return False
        self._leave_all(session, number)
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
        self._add_metadata(session, number, message)
        session.messages.append(message)
        self._leave(session, number)
        self._leave_parsed(session, number)
        return True

    def _leave_parsed(self, session: Session, number: int) -> None:
        at = f"{session.at}/{number}"
        if self.input_channel and "channel" in session.conversation:
            session.left[f"{at}/input_channel"] = self.input_channel
        elif self.input_channel:
            session.conversation["channel"] = channel(self.input_channel)
        if self.message_id:
            session.left[f"{at}/message_id"] = self.message_id
        parsed, place = session.events[number]["parse_data"], f"{at}/parse_data"
        is_last = number == session.last
        self.parse_data.leave(session.draft, place, parsed, session.selectors, is_last=is_last)
        said = self.parse_data.metadata
        if said:
            off = {name for name, value in said.items() if value is False and name in FLAGS}
            self._leave_said(session.draft, f"{place}/metadata", off)

    def leave_again(self, session: Session, latest: Native) -> None:
        """What the tracker's head says again of this message, the last one, and nobody tells."""
        draft, at = session.draft, latest.at
        self.parse_data.leave(draft, at, latest.value, session.selectors, is_last=True)
        if self.parse_data.metadata:
            self._leave_said(draft, f"{at}/metadata", set())

    def _leave_said(self, draft: Draft, at: str, read: set[str]) -> None:
        """Metadata that was understood is the event's own: it is told where that is."""
        own = self.metadata or {}
        told = {name for name, value in own.items() if value is not False}
        leave_members(draft, at, self.parse_data.metadata or {}, told | read)


_NOTHING = Offered()


class Bot(_Event, frozen=True, gc=False, kw_only=True, tag="bot"):
    """What the bot said."""

    text: Text | None = None
    data: Offered = _NOTHING

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
        self._add_metadata(session, number, message)
        session.messages.append(message)
        self._leave(session, number)
        if session.events[number].get("data") == {}:
            session.left[f"{session.at}/{number}/data"] = {}
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
            self._leave_whole(session, at, session.events[number])
            return
        session.left[f"{at}/timestamp"] = self.timestamp
        self._leave_all(session, number)

    def _leave_whole(self, session: Session, at: str, event: dict[str, Json]) -> None:
        """A value that is no longer known, most often with nothing in it that is said elsewhere."""
        if (
            self.sender_id is UNSET
            and self.metadata
            and session.metadata.is_whole(self.metadata)
            and FLAGS.isdisjoint(event)
            and is_whole(self.value, OPTIONAL)
        ):
            session.left[at] = event
        else:
            leave_event(session.draft, at, event, session.sender)


class SessionStarted(_Event, frozen=True, gc=False, kw_only=True, tag="session_started"):
    """Where the conversation began, unless it did before."""

    def tell(self, session: Session, number: int) -> bool:
        at = f"{session.at}/{number}"
        time = moment(self.timestamp, SECONDS)
        if time is None or "started_at" in session.conversation:
            leave_event(session.draft, at, session.events[number], session.sender)
            return True
        session.conversation["started_at"] = time
        self._leave_all(session, number)
        return True


class Restart(SessionStarted, frozen=True, gc=False, kw_only=True, tag="restart"):
    """The same, said otherwise."""


class Featurized(Struct, frozen=True, gc=False, tag_field="event", tag="user_featurization"):
    """How a message was made ready for the model, whatever stands in it: nothing to a reader."""

    def tell(self, session: Session, number: int) -> bool:  # noqa: ARG002
        return True


TOLD = frozenset({"action", "action_execution_rejected", "user", "bot", "slot"}) | {
    *("session_started", "restart", "user_featurization"),
}
"""The kinds of event that have a form; of the others nothing is told."""

USUAL = Usual.of(Action | Rejected | User | Bot | Slot | SessionStarted | Restart | Featurized)
