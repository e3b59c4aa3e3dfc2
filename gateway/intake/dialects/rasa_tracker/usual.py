"""The forms that a tracker's events usually have. The last message, whose whole ranking counts, is
read by rule.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from gateway.intake.dialects.rasa_tracker.blank import FLAGS, OPTIONAL
from gateway.intake.dialects.rasa_tracker.events import is_silent
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, leave
from gateway.intake.drafting.moments import SECONDS, moment
from gateway.intake.drafting.native import Native, token
from gateway.intake.drafting.trail import BY_FORM, Read
from gateway.intake.drafting.usual import (
    Form,
    MaybeId,
    Name,
    NoItems,
    NoMembers,
    Null,
    Usual,
    listed,
)
from gateway.intake.shape import is_object
from gateway.schema.scalars import Id, Json

_VARIABLES = "/conversation/variables"

_Number: TypeAlias = int | float
_Unit: TypeAlias = Annotated[int, Meta(ge=0, le=1)] | Annotated[float, Meta(ge=0, le=1)]
_Flag: TypeAlias = bool | UnsetType


class _Event(Form, frozen=True, gc=False, kw_only=True, tag_field="event"):
    timestamp: _Number
    metadata: dict[str, Any] | UnsetType | None = UNSET
    sender_id: Id | UnsetType = UNSET
    is_flagged: _Flag = UNSET
    hide_rule_turn: _Flag = UNSET
    use_text_for_featurization: _Flag = UNSET


class Action(_Event, frozen=True, gc=False, kw_only=True, tag="action"):
    """What the bot did."""

    name: Id
    policy: str | UnsetType | None = UNSET
    confidence: _Number | UnsetType | None = UNSET
    action_text: Null = UNSET

    def tell(self, draft: Draft) -> Read | None:
        """What of the event was read; None where rules have to."""
        at = moment(self.timestamp, SECONDS)
        if is_silent(self.name):
            return _read("name", "timestamp", "policy", "confidence")
        if at is None:
            return None
        description = self.name.replace("_", " ")
        step = {"description": description, "status": "completed", "tool": self.name, "at": at}
        steps = listed(draft, "/steps")
        steps.append({"id": f"s{len(steps) + 1}", **step})
        return _read("name", "timestamp")


class _Intent(Form, frozen=True, gc=False):
    name: Id
    confidence: _Unit


class _Parsed(Form, frozen=True, gc=False):
    intent: _Intent
    text: str
    intent_ranking: list[_Intent]
    entities: NoItems = UNSET
    message_id: MaybeId = UNSET
    metadata: NoMembers = UNSET


class User(_Event, frozen=True, gc=False, kw_only=True, tag="user"):
    """What the customer said; what was understood is told by ``understood``."""

    text: Name
    parse_data: _Parsed
    input_channel: Null = UNSET
    message_id: Null = UNSET

    def tell(self, draft: Draft) -> Read | None:
        """What of the event was read; None where rules have to."""
        parsed = self.parse_data
        at = moment(self.timestamp, SECONDS)
        if at is None or parsed.text != self.text or self.text.startswith("/") or self.metadata:
            return None
        message: dict[str, Json] = {"role": "customer"}
        if parsed.message_id:
            message["id"] = parsed.message_id
        listed(draft, MESSAGES).append(message | {"content": self.text, "at": at})
        inner: Read = dict.fromkeys(("intent", "text", "message_id"), True)
        return {**_read("text", "timestamp"), "parse_data": inner}

    def intent(self, message_id: str) -> dict[str, Json]:
        """What was understood of it."""
        intent = self.parse_data.intent
        said = {"name": intent.name, "confidence": intent.confidence}
        return {"source": "rasa", "message_id": message_id, **said}


class _Data(Form, frozen=True, gc=False):
    elements: Null = UNSET
    quick_replies: Null = UNSET
    buttons: Null = UNSET
    attachment: Null = UNSET
    image: Null = UNSET
    custom: Null = UNSET


class Bot(_Event, frozen=True, gc=False, kw_only=True, tag="bot"):
    """What the bot said."""

    text: Name
    data: _Data | UnsetType = UNSET

    def tell(self, draft: Draft) -> Read | None:
        """What of the event was read; None where rules have to."""
        at = moment(self.timestamp, SECONDS)
        if at is None or self.data == _Data():
            return None
        message: dict[str, Json] = {"role": "bot", "content": self.text, "at": at}
        read = _read("text", "timestamp", "data")
        if self.metadata:
            said = {name: value for name, value in self.metadata.items() if value is not False}
            message |= {"meta": said} if said else {}
            read["metadata"] = dict.fromkeys(said, True)
        listed(draft, MESSAGES).append(message)
        return read


class Slot(_Event, frozen=True, gc=False, kw_only=True, tag="slot"):
    """What is known by now."""

    name: Name
    value: Any

    def put(self, draft: Draft) -> Read | None:
        """As the rules do: the value that stands there already, or the last one."""
        variables = draft.at(_VARIABLES)
        if not is_object(variables):
            return None
        if self.name not in variables:
            variables[self.name] = self.value
            return _read("name", "value")
        known = variables[self.name]
        is_same = known == self.value and type(known) is type(self.value)
        return _read("name", "value") if is_same else {}


USUAL = Usual.of(Action | User | Bot | Slot)


def account(draft: Draft, event: Native, form: _Event, read: Read) -> None:
    """Notes what of an event that was told is left."""
    draft.trail.drop(event, BY_FORM)
    _repeated(draft, event, form, read)
    if not read or "metadata" in read:
        leave(draft, event, read, OPTIONAL)
        return
    left = {
        token(name): value
        for name, value in event.value.items()
        if name not in read and not (name in OPTIONAL and (value is None or value in ("", {}, [])))
    }
    if isinstance(form, User) and form.parse_data.intent_ranking:
        left["parse_data/intent_ranking"] = event.value["parse_data"]["intent_ranking"]
    if left:
        at = event.at
        draft.left |= {f"{at}/{name}": value for name, value in left.items()}


def _repeated(draft: Draft, event: Native, form: _Event, read: Read) -> None:
    """What each event says again, and flags that are off."""
    read |= {flag: True for flag in FLAGS if event.value.get(flag) is False}
    if form.sender_id is not UNSET and form.sender_id == draft.at("/conversation/id"):
        read["sender_id"] = True
    if form.metadata:
        said = read.get("metadata")
        flags = {flag: True for flag in FLAGS if form.metadata.get(flag) is False}
        read["metadata"] = {**(said if isinstance(said, dict) else {}), **flags}


def _read(*names: str) -> Read:
    return {"event": True, **dict.fromkeys(names, True)}
