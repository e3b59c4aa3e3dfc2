"""Content blocks of LangChain's messages as canonical parts: the standard ones of version 1, and
those of providers that integrations pass on.

Read in langchain-core 1.7.2, ``messages/content.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.dialects.anthropic_messages.blocks import part_of as anthropic_part
from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import reasoning_part, typed, unknown_part
from gateway.schema.scalars import Count, Id, Text

_CITATION: tuple[tuple[str, str, Any], ...] = (
    ("url", "/uri", Text),
    ("title", "/title", Text),
    ("cited_text", "/quote", Text),
    ("start_index", "/start", Count),
    ("end_index", "/end", Count),
)

_MEDIA: tuple[tuple[str, str, Any], ...] = (
    ("mime_type", "/media_type", Text),
    ("url", "/url", Text),
    ("file_id", "/file_id", Id),
    ("title", "/name", Text),
    ("name", "/name", Text),
    ("text", "/alt", Text),
)

CALLS = frozenset({"tool_call", "invalid_tool_call", "tool_call_chunk", "server_tool_call"})

# A standard ``image`` has no ``source``; a provider's own may.
_ANTHROPIC = frozenset({"thinking", "redacted_thinking", "document", "search_result"})


def part_of(block: Native) -> Draft:
    """The part of one block; a bare string is a text."""
    kind = block["type"].text
    if kind in _ANTHROPIC or block["source"].is_object:
        return anthropic_part(block)
    reader = _READERS.get(kind)
    return typed(reader(block), block) if reader else unknown_part(block)


def tool_part(call: Native) -> Draft:
    """One of ``tool_calls`` or ``invalid_tool_calls``."""
    return typed(_call(call), call)


def _text(block: Native) -> Draft | None:
    part = Draft(type="text")
    if not part.take(block["text"], "/text", Text):
        return None
    for native in block["annotations"].elements():
        citation = Draft()
        for name, place, type_ in _CITATION:
            if native[name].value is not None:
                citation.take(native[name], place, type_)
        if citation.value:
            citation.says("", *([native["type"]] if native["type"].text else []))
            part.append("/citations", citation)
    return part


def _call(block: Native) -> Draft | None:
    written = block["args"] if block["args"].is_there else block["input"]
    return call_part(name=block["name"], call_id=block["id"], written=written)


def _answer(block: Native) -> Draft:
    part = result_part(call_id=block["tool_call_id"], content=block["output"])
    if block["status"].text in ("success", "error"):
        part.make("/is_error", block["status"].text == "error", block["status"])
    return part


def _reasoning(block: Native) -> Draft:
    return reasoning_part(block, block["reasoning"], block["text"], block["summary"])


def _media(block: Native) -> Draft | None:
    part = Draft(type="media")
    for name, place, type_ in _MEDIA:
        if block[name].value is not None:
            part.take(block[name], place, type_)
    data, media_type = block["base64"], block["mime_type"].text
    if data.text and media_type:
        part.make("/url", f"data:{media_type};base64,{data.text}", data)
    return part if part.trail.says_anything() else None


def _image_url(block: Native) -> Draft | None:
    image = block["image_url"]
    part = Draft(type="media", media_type="image/*")
    is_placed = part.take(image["url"] if image.is_object else image, "/url", Text)
    return part if is_placed else None


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    "text": _text,
    **dict.fromkeys((*CALLS, "tool_use"), _call),
    "server_tool_result": _answer,
    "reasoning": _reasoning,
    **dict.fromkeys(("image", "audio", "video", "file", "text-plain"), _media),
    "image_url": _image_url,
}
