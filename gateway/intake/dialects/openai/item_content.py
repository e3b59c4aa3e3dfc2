"""Content parts of OpenAI's Responses messages as canonical parts.

Read in openai 3.51.0, ``types/responses``. A part that no rule reads stays whole in ``other``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import text_part
from gateway.intake.drafting.turns import typed, unknown_part
from gateway.intake.shape import is_list
from gateway.schema.scalars import Count, Id, Text

TEXTS = frozenset({"input_text", "output_text", "text"})

_CITATION: tuple[tuple[str, str, Any], ...] = (
    ("file_id", "/document_id", Id),
    ("filename", "/title", Text),
    ("url", "/uri", Text),
    ("title", "/title", Text),
    ("start_index", "/start", Count),
    ("end_index", "/end", Count),
)


def content_parts(content: Native) -> list[Draft]:
    """The parts of a message's content: text, a list of parts, or anything else kept whole."""
    if isinstance(content.value, str):
        return [text_part(content)]
    if is_list(content.value):
        return [_part(block) for block in content.elements()]
    return [unknown_part(content)] if content.is_there and content.value is not None else []


def _part(block: Native) -> Draft:
    reader = _READERS.get(block["type"].text)
    return typed(reader(block) if reader else None, block)


def _text(block: Native) -> Draft | None:
    part = Draft(type="text")
    if not part.take(block["text"], "/text", Text):
        return None
    for annotation in block["annotations"].elements():
        _cite(part, annotation)
    return part


def _cite(part: Draft, annotation: Native) -> None:
    citation = Draft()
    for name, place, type_ in _CITATION:
        if annotation[name].value is not None:
            citation.take(annotation[name], place, type_)
    if citation.value:
        citation.says("", annotation["type"])
        part.append("/citations", citation)


def _refusal(block: Native) -> Draft | None:
    part = Draft(type="refusal")
    return part if part.take(block["refusal"], "/text", Text) else None


def _media(kind: str, members: tuple[tuple[str, str, Any], ...]) -> Callable[[Native], Draft]:
    def read(block: Native) -> Draft:
        part = Draft(type="media", **({"media_type": kind} if kind else {}))
        for name, place, type_ in members:
            if block[name].value is not None:
                part.take(block[name], place, type_)
        return part

    return read


def _audio(block: Native) -> Draft | None:
    audio = block["input_audio"]
    format_, data = audio["format"], audio["data"]
    if not format_.text or not data.text:
        return None
    part = Draft(type="media")
    part.make("/media_type", f"audio/{format_.text}", format_)
    part.make("/url", f"data:audio/{format_.text};base64,{data.text}", data)
    return part


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    **dict.fromkeys(TEXTS, _text),
    "refusal": _refusal,
    "input_image": _media("image/*", (("image_url", "/url", Text), ("file_id", "/file_id", Id))),
    "input_file": _media(
        "",
        (
            ("file_id", "/file_id", Id),
            ("filename", "/name", Text),
            ("file_url", "/url", Text),
            ("file_data", "/url", Text),
        ),
    ),
    "input_audio": _audio,
}
