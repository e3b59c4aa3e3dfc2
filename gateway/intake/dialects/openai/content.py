"""Content parts of OpenAI's chat messages as canonical parts.

Read in openai 3.51.0, ``types/chat/chat_completion_content_part_param.py``. A part that a rule
cannot read wholly stays whole in a part ``other``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from gateway.intake.dialects.openai.piece import Mapped, Piece, other_piece, text_piece, unread
from gateway.intake.shape import is_object, text_of
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text


def content_pieces(parts: Iterable[Json], at: str) -> list[Piece]:
    """The canonical parts of a content list, one each; ``at`` is the list's native pointer."""
    return [_piece(part, f"{at}/{index}") for index, part in enumerate(parts)]


def is_known(part: Json) -> bool:
    """Whether a content part is of a type that this dialect has."""
    type_ = part.get("type") if is_object(part) else None
    return isinstance(type_, str) and type_ in _READERS


def audio_pieces(audio: dict[str, Json], at: str, *, is_all: bool) -> list[Piece]:
    """What the assistant said aloud. Its transcript is the message's text if that ``is_all``."""
    part: dict[str, Json] = {"type": "media", "media_type": "audio/*"}
    mapped: Mapped = {}
    for native, name, type_ in (("id", "file_id", Id), ("transcript", "alt", Text)):
        if isinstance(audio.get(native), str) and fits(audio[native], type_):
            part[name] = audio[native]
            mapped[f"{at}/{native}"] = (f"/{name}",)
    left = {place: value for place, value in unread(audio, at, ()).items() if place not in mapped}
    pieces = [Piece(part=part, mapped=mapped, unread=left)]
    if is_all and "alt" in part:
        pieces.insert(0, text_piece(part["alt"], f"{at}/transcript"))
    return pieces


def _piece(part: Json, at: str) -> Piece:
    if isinstance(part, str):
        return text_piece(part, at)
    type_ = part.get("type") if is_object(part) else None
    if not is_object(part) or not isinstance(type_, str):
        return other_piece("untyped", part, at)
    reader = _READERS.get(type_)
    piece = reader(part, at) if reader else None
    return piece or _unknown(type_, part, at)


def _unknown(type_: str, part: dict[str, Json], at: str) -> Piece:
    rest = {name: value for name, value in part.items() if name != "type"}
    mapped = other_piece(type_, rest, at).mapped if rest else {}
    return Piece(
        part={"type": "other", "original_type": type_, "data": rest},
        mapped={**mapped, f"{at}/type": ("/original_type",)},
    )


def _words(part: dict[str, Json], at: str) -> Piece | None:
    """``{type: text, text}`` and ``{type: refusal, refusal}``."""
    type_: str = part["type"]
    text = part.get(type_)
    if not isinstance(text, str):
        return None
    return Piece(
        part={"type": type_, "text": text},
        mapped={f"{at}/type": ("/type",), f"{at}/{type_}": ("/text",)},
        unread=unread(part, at, {"type", type_}),
    )


def _image(part: dict[str, Json], at: str) -> Piece | None:
    image = part.get("image_url")
    if not is_object(image) or not isinstance(image.get("url"), str):
        return None
    if not fits(image["url"], Text):
        return None
    return Piece(
        part={"type": "media", "media_type": "image/*", "url": image["url"]},
        mapped={f"{at}/type": ("/type", "/media_type"), f"{at}/image_url/url": ("/url",)},
        unread={
            **unread(part, at, {"type", "image_url"}),
            **unread(image, f"{at}/image_url", {"url"}),
        },
    )


def _audio(part: dict[str, Json], at: str) -> Piece | None:
    audio = part.get("input_audio")
    if not is_object(audio) or not isinstance(audio.get("data"), str):
        return None
    media_type = f"audio/{text_of(audio.get('format')) or ''}"
    url = f"data:{media_type};base64,{audio['data']}"
    if media_type == "audio/" or not fits(url, Text):
        return None
    inside = f"{at}/input_audio"
    return Piece(
        part={"type": "media", "media_type": media_type, "url": url},
        mapped={
            f"{at}/type": ("/type",),
            f"{inside}/data": ("/url",),
            f"{inside}/format": ("/media_type",),
        },
        unread={
            **unread(part, at, {"type", "input_audio"}),
            **unread(audio, inside, {"data", "format"}),
        },
    )


_FILE: tuple[tuple[str, str, Any], ...] = (
    ("file_id", "file_id", Id),
    ("filename", "name", Text),
    ("file_data", "url", Text),
)


def _file(part: dict[str, Json], at: str) -> Piece | None:
    file = part.get("file")
    if not is_object(file) or not file:
        return None
    inside = f"{at}/file"
    made: dict[str, Json] = {"type": "media"}
    mapped: Mapped = {f"{at}/type": ("/type",)}
    for native, name, type_ in _FILE:
        if isinstance(file.get(native), str) and fits(file[native], type_):
            made[name] = file[native]
            mapped[f"{inside}/{native}"] = (f"/{name}",)
    read = {native for native, name, _ in _FILE if name in made}
    left = {**unread(part, at, {"type", "file"}), **unread(file, inside, read)}
    return Piece(part=made, mapped=mapped, unread=left)


_READERS: dict[str, Callable[[dict[str, Json], str], Piece | None]] = {
    "text": _words,
    "refusal": _words,
    "image_url": _image,
    "input_audio": _audio,
    "file": _file,
}
