"""Parts of OpenTelemetry's GenAI messages as canonical parts.

A part that no rule reads stays whole in ``other``.
"""

from __future__ import annotations

from collections.abc import Callable

from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import reasoning_part, typed, unknown_part
from gateway.schema.scalars import Id, Text

CALLS = frozenset({"tool_call", "server_tool_call"})
RESULTS = frozenset({"tool_call_response", "server_tool_call_response"})


def part_of(part: Native) -> Draft:
    """The part of one native part."""
    reader = _READERS.get(part["type"].text)
    return typed(reader(part), part) if reader else unknown_part(part)


def is_result(part: Native) -> bool:
    """Whether a tool speaks."""
    return part["type"].text in RESULTS


def _text(part: Native) -> Draft | None:
    made = Draft(type="text")
    return made if made.take(part["content"], "/text", Text) else None


def _call(part: Native) -> Draft | None:
    own = part["server_tool_call"]
    written = own if own.is_there else part["arguments"]
    return call_part(name=part["name"], call_id=part["id"], written=written)


def _result(part: Native) -> Draft:
    own = part["server_tool_call_response"]
    return result_part(call_id=part["id"], content=own if own.is_there else part["response"])


def _reasoning(part: Native) -> Draft:
    return reasoning_part(part, part["content"])


def _media(part: Native) -> Draft | None:
    """A blob, a file or an address. Without a media type the modality is all there is to tell."""
    made = Draft(type="media")
    media_type, modality = part["mime_type"], part["modality"]
    if media_type.text:
        made.take(media_type, "/media_type", Text)
    elif modality.text:
        made.make("/media_type", f"{modality.text}/*", modality)
    made.take(part["uri"], "/url", Text)
    made.take(part["file_id"], "/file_id", Id)
    if part["type"].text == "blob" and part["content"].text and media_type.text:
        data = f"data:{media_type.text};base64,{part['content'].text}"
        made.make("/url", data, part["content"])
    return made if {"url", "file_id"} & made.value.keys() else None


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    "text": _text,
    **dict.fromkeys(CALLS, _call),
    **dict.fromkeys(RESULTS, _result),
    "reasoning": _reasoning,
    **dict.fromkeys(("blob", "file", "uri"), _media),
}
