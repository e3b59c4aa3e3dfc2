"""One event of a tracker, as what it means to a reader: a message, a value, a step, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import UNSET

from gateway.intake.dialects.rasa_tracker.session import BOUNDARIES, kind
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.moments import SECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    card_part,
    choices_part,
    media_part,
    other_part,
    set_content,
    text_part,
)
from gateway.intake.drafting.words import take_channel
from gateway.intake.embedded import embedded
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text

Reader: TypeAlias = Callable[[Draft, Native], None]

_MESSAGES = "/conversation/messages"
_VARIABLES = "/conversation/variables"
_PAYLOAD = re.compile(r"^/([^\s{@/]+)\s*(\{.*\})?\s*$", re.DOTALL)
# A button is pressed soon after it is shown.
_SHOWN_LATELY = 20
_SILENT_ACTIONS = frozenset({"action_listen", "action_session_start"})


def read(draft: Draft, event: Native) -> None:
    """Take the event, unless it is of a kind that says nothing to a reader of its own."""
    reader = _READERS.get(kind(event.value))
    if reader is not None:
        reader(draft, event)


@lru_cache(maxsize=1024)
def is_silent(action: str) -> bool:
    """Whether an action says nothing of its own: a response is there as a message."""
    return action in _SILENT_ACTIONS or action.startswith("utter_")


def take_slot(draft: Draft, event: Native) -> None:
    """A slot's value: the same that stands in the tracker's head, or of a tracker without a head
    the last one, so events are taken from the end.
    """
    name = event["name"].text
    place = f"{_VARIABLES}/{escape(name)}"
    if kind(event.value) != "slot" or not name or not event["value"].is_there:
        return
    if draft.repeats(event["value"], place) or draft.take(event["value"], place):
        draft.says(place, event["event"], event["name"])


def _user(draft: Draft, event: Native) -> None:
    message = Draft(role="customer")
    message.says("/role", event["event"])
    parsed = event["parse_data"]
    message.take(parsed["message_id"], "/id", Id)
    text = event["text"]
    set_content(message, [_payload(draft, text) or text_part(text)] if text.is_there else [])
    _envelope(draft, message, event)
    take_channel(draft, event["input_channel"])


def _bot(draft: Draft, event: Native) -> None:
    message = Draft(role="bot")
    message.says("/role", event["event"])
    data = event["data"]
    parts = [text_part(event["text"])] if event["text"].value else []
    parts += [choices_part(data[name], name) for name in CHOICES if is_list(data[name].value)]
    for name, reader in _DATA.items():
        parts += [reader(data[name])] if data[name].value else []
    set_content(message, parts)
    _envelope(draft, message, event)


def _envelope(draft: Draft, message: Draft, event: Native) -> None:
    take_moment(message, event["timestamp"], "/at", SECONDS)
    metadata = event["metadata"]
    if metadata.is_object and metadata.value:
        for name, member in metadata.members():
            if member.value is not False:
                message.take(member, f"/meta/{escape(name)}")
    draft.append(_MESSAGES, message)


def _payload(draft: Draft, text: Native) -> Draft | None:
    messages = draft.at(_MESSAGES)
    if not fits(text.value, Text):
        return None
    pressed = payload(text.text, messages if is_list(messages) else [])
    if pressed is None:
        return None
    part = Draft(**pressed)
    part.says("/data/payload", text)
    return part


def payload(text: str, messages: Sequence[Json]) -> dict[str, Json] | None:
    """``/SCENARIO{"scenario": "holiday"}`` is a button that was pressed, no words: what it said is
    in one of the ``messages`` before.
    """
    found = _PAYLOAD.match(text)
    if found is None:
        return None
    said = embedded(found[2]) if found[2] else UNSET
    data: dict[str, Json] = {"payload": text, "intent": found[1]}
    if said is not UNSET:
        data["entities"] = said
    data |= _title(messages[-_SHOWN_LATELY:], text)
    return {"type": "event", "name": "payload", "data": data}


def _title(shown: Sequence[Json], payload: str) -> dict[str, Json]:
    """What the button said, if one of those shown had this payload."""
    for message in reversed(shown):
        for part in message["content"] if is_list(message["content"]) else ():
            for option in part["options"] if part["type"] == "choices" else ():
                if is_object(option) and option.get("payload") == payload and "title" in option:
                    return {"title": option["title"]}
    return {}


def _attachment(value: Native) -> Draft:
    url = value["payload"]["src"]
    if url.text and fits(url.value, Text):
        media_type = value["type"].text or "application/octet-stream"
        part = media_part(f"{media_type}/*" if "/" not in media_type else media_type, url=url)
        part.says("/media_type", value["type"])
        return part
    return other_part("attachment", value)


def _image(value: Native) -> Draft:
    if value.text and fits(value.value, Text):
        return media_part("image/*", url=value)
    return other_part("image", value)


CHOICES = ("buttons", "quick_replies")
"""What a bot offers to choose from."""

_DATA: dict[str, Callable[[Native], Draft]] = {
    "image": _image,
    "attachment": _attachment,
    "elements": lambda value: card_part(value, "application/vnd.rasa.elements+json"),
    "custom": lambda value: card_part(value, "application/vnd.rasa.custom+json"),
}


def _action(draft: Draft, event: Native) -> None:
    """What the bot did of its own; a response is there as the message that it became."""
    name = event["name"].text
    if is_silent(name):
        reason = name if name in _SILENT_ACTIONS else "action_of_a_message"
        for member in ("event", "name", "timestamp", "policy", "confidence"):
            draft.drop(event[member], reason)
        return
    _step(draft, event, "completed")


def _rejected(draft: Draft, event: Native) -> None:
    _step(draft, event, "failed")


def _step(draft: Draft, event: Native, status: str) -> None:
    if not event["name"].text or not fits(event["name"].value, Id):
        return
    steps = draft.at("/steps")
    number = len(steps) + 1 if is_list(steps) else 1
    step = Draft(id=f"s{number}", description=event["name"].text.replace("_", " "), status=status)
    step.take(event["name"], "/tool", Id)
    step.says("/status", event["event"])
    take_moment(step, event["timestamp"], "/at", SECONDS)
    draft.append("/steps", step)


def _begin(draft: Draft, event: Native) -> None:
    if take_moment(draft, event["timestamp"], "/conversation/started_at", SECONDS):
        draft.says("/conversation/started_at", event["event"])


def _noise(reason: str) -> Reader:
    return lambda draft, event: draft.drop(event, reason)


_READERS: dict[str, Reader] = {
    "user": _user,
    "bot": _bot,
    "action": _action,
    "action_execution_rejected": _rejected,
    "user_featurization": _noise("featurization"),
    **dict.fromkeys(BOUNDARIES, _begin),
}
