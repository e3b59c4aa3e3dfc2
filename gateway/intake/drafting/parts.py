"""Parts of a message, made of native members."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text


def text_part(text: Native) -> Draft:
    """The words at a place; what is no text, or too long for one, stays whole as ``other``."""
    part = Draft(type="text")
    return part if part.take(text, "/text", Text) else other_part("text", text)


def other_part(original_type: str, value: Native) -> Draft:
    """A native value that no rule could read, kept whole."""
    part = Draft(type="other", original_type=original_type)
    part.take(value, "/data")
    return part


def event_part(name: str, data: Native | None = None) -> Draft:
    """Something that happened and was not said."""
    part = Draft(type="event", name=name)
    if data is not None:
        part.take(data, "/data")
    return part


def choices_part(options: Native, kind: str) -> Draft:
    """What the customer was offered to choose from."""
    part = Draft(type="choices")
    part.take(options, "/options")
    part.value["kind"] = kind
    return part


def card_part(content: Native, content_type: str) -> Draft:
    """A card in the bot platform's own form."""
    part = Draft(type="card", content_type=content_type)
    part.take(content, "/content")
    return part


def media_part(media_type: str, **sources: Native) -> Draft:
    """A file by its ``url``, ``name``, ``file_id`` or ``alt``."""
    part = Draft(type="media", media_type=media_type)
    for name, source in sources.items():
        part.take(source, f"/{name}", _MEDIA[name])
    return part


_MEDIA: dict[str, Any] = {"url": Text, "name": Text, "file_id": Id, "alt": Text}


def set_content(message: Draft, parts: Sequence[Draft]) -> None:
    """The content of a message: its parts, or plain text where it is nothing else."""
    if len(parts) == 1 and _is_plain(parts[0].value):
        message.value["content"] = parts[0].value["text"]
        message.trail.join_at(parts[0].trail, "/content")
        return
    message.value["content"] = []
    for part in parts:
        message.append("/content", part)


def message_of(role: str, *parts: Draft) -> Draft:
    """A message with these parts."""
    message = Draft(role=role)
    set_content(message, parts)
    return message


def has_words(value: Json) -> bool:
    """Whether it is text with something in it that a text part can hold."""
    return isinstance(value, str) and bool(value) and fits(value, Text)


def _is_plain(part: dict[str, Json]) -> bool:
    return part.get("type") == "text" and part.keys() == {"type", "text"}
