"""Content parts of OpenAI's chat messages as canonical parts.

Read in openai 3.51.0, ``types/chat/chat_completion_content_part_param.py``. A part that a rule
cannot read wholly stays whole in a part ``other``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import typed
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text


def content_parts(content: Native) -> list[Draft]:
    """The canonical parts of a content list, one each."""
    return [_part(part) for part in content.elements()]


def is_known(part: Json) -> bool:
    """Whether a content part is of a type that this dialect has."""
    type_ = part.get("type") if is_object(part) else None
    return isinstance(type_, str) and type_ in _READERS


def words(type_: str, text: Native) -> Draft:
    """A part that is nothing but the text: text or refusal. One that is too long is refused."""
    part = Draft(type=type_)
    part.take(text, "/text")
    return part


def audio_parts(audio: Native, *, is_all: bool) -> list[Draft]:
    """What the assistant said aloud. Its transcript is the message's text if that ``is_all``."""
    part = Draft(type="media", media_type="audio/*")
    part.take(audio["id"], "/file_id", Id)
    has_words = part.take(audio["transcript"], "/alt", Text)
    return [words("text", audio["transcript"]), part] if is_all and has_words else [part]


def _part(part: Native) -> Draft:
    reader = _READERS.get(part["type"].text)
    if isinstance(part.value, str):
        return words("text", part)
    return typed(reader(part) if reader else None, part)


def _words(part: Native) -> Draft | None:
    """``{type: text, text}`` and ``{type: refusal, refusal}``."""
    type_ = part["type"].text
    return words(type_, part[type_]) if isinstance(part[type_].value, str) else None


def _image(part: Native) -> Draft | None:
    made = Draft(type="media", media_type="image/*")
    if not made.take(part["image_url"]["url"], "/url", Text):
        return None
    made.says("/media_type", part["type"])
    return made


def _audio(part: Native) -> Draft | None:
    data, format_ = part["input_audio"]["data"], part["input_audio"]["format"]
    url = f"data:audio/{format_.text};base64,{data.text}"
    if not isinstance(data.value, str) or not format_.text or not fits(url, Text):
        return None
    made = Draft(type="media")
    made.make("/media_type", f"audio/{format_.text}", format_)
    made.make("/url", url, data)
    return made


_FILE: tuple[tuple[str, str, Any], ...] = (
    ("file_id", "/file_id", Id),
    ("filename", "/name", Text),
    ("file_data", "/url", Text),
)


def _file(part: Native) -> Draft | None:
    file = part["file"]
    if not file.is_object or not file.value:
        return None
    made = Draft(type="media")
    for name, place, type_ in _FILE:
        made.take(file[name], place, type_)
    return made


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    "text": _words,
    "refusal": _words,
    "image_url": _image,
    "input_audio": _audio,
    "file": _file,
}
