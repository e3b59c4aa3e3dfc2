"""Content blocks of Anthropic's messages as canonical parts.

Read in anthropic 2.10.0, ``types/``. A block that no rule reads stays whole in a part ``other``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.knowledge import add_document, text_of_blocks
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import reasoning_part, typed
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Text

# The offsets count in the cited source, not in this text, so they are no ``start`` and ``end``.
_CITATION: tuple[tuple[str, str, Any], ...] = (
    ("cited_text", "/quote", Text),
    ("title", "/title", Text),
    ("document_title", "/title", Text),
    ("source", "/uri", Text),
    ("url", "/uri", Text),
    ("file_id", "/document_id", Id),
)

_THOUGHTS = {"thinking": ("thinking", "signature"), "redacted_thinking": ("data",)}

CALLS = frozenset({"tool_use", "server_tool_use", "mcp_tool_use"})

KNOWN = frozenset(
    {*CALLS, *_THOUGHTS, "tool_result", "search_result", "document", "container_upload"}
    | {"web_search_tool_result", "web_fetch_tool_result", "mcp_tool_result", "compaction"}
    | {"code_execution_tool_result", "bash_code_execution_tool_result"}
    | {"text_editor_code_execution_tool_result", "tool_search_tool_result"}
)
"""Types of blocks that only this dialect has; ``text`` and ``image`` are others' too."""


def is_result(block: Native) -> bool:
    """Whether a tool speaks: the application's, the platform's own, or a search."""
    kind = block["type"].text
    return kind == "search_result" or kind.endswith("tool_result")


def part_of(block: Native) -> Draft:
    """The part of one block."""
    reader = _READERS.get(block["type"].text)
    if reader is None and is_result(block):
        reader = _result
    return typed(reader(block) if reader else None, block)


def retrieved(draft: Draft, block: Native) -> None:
    """Documents that a block holds, as ``knowledge``: search results and pages of the web."""
    found = [block] if block["type"].text == "search_result" else block["content"].elements()
    for result in found:
        if result["type"].text in ("search_result", "web_search_result"):
            add_document(draft, _document(result))


def _text(block: Native) -> Draft | None:
    part = Draft(type="text")
    if not part.take(block["text"], "/text", Text):
        return None
    for native in block["citations"].elements():
        citation = Draft()
        for name, place, type_ in _CITATION:
            if native[name].value is not None:
                citation.take(native[name], place, type_)
        if citation.value:
            citation.says("", native["type"])
            part.append("/citations", citation)
    return part


def _call(block: Native) -> Draft | None:
    return call_part(name=block["name"], call_id=block["id"], written=block["input"])


def _result(block: Native) -> Draft:
    part = result_part(call_id=block["tool_use_id"], content=block["content"])
    part.take(block["is_error"], "/is_error", bool)
    failure = block["content"]["type"]
    if failure.text.endswith("_error"):
        part.make("/is_error", True, failure)
    return part


def _search_result(block: Native) -> Draft:
    """A document that the application put into the customer's turn: a tool could have said it."""
    part = Draft(type="tool_result", name="search_result", content={})
    for name, member in block.members():
        if name != "type":
            part.take(member, f"/content/{escape(name)}")
    return part


def _document(result: Native) -> Draft:
    document = Draft()
    address = result["source"] if result["source"].text else result["url"]
    document.take(address, "/uri", Text)
    document.take(address, "/id", Id)
    document.take(result["title"], "/title", Text)
    text_of_blocks(document, result["content"])
    return document


def _reasoning(block: Native) -> Draft:
    names = _THOUGHTS[block["type"].text]
    return reasoning_part(block, *(block[name] for name in names))


def _media(block: Native) -> Draft | None:
    """An image or a document: by address, by file id, or with its bytes as a data URL."""
    source = block["source"]
    part = Draft(type="media")
    if block["title"].text:
        part.take(block["title"], "/name", Text)
    media_type = source["media_type"]
    part.take(media_type, "/media_type", Text)
    part.take(source["url"], "/url", Text)
    part.take(source["file_id"], "/file_id", Id)
    data = source["data"]
    if source["type"].text == "base64" and data.text and media_type.text:
        part.make("/url", f"data:{media_type.text};base64,{data.text}", data)
    elif source["type"].text == "text":
        part.take(data, "/alt", Text)
    if not part.trail.says_anything():
        return None
    if source["type"].text:
        part.says("", source["type"])
    return part


def _upload(block: Native) -> Draft | None:
    part = Draft(type="media")
    return part if part.take(block["file_id"], "/file_id", Id) else None


_READERS: dict[str, Callable[[Native], Draft | None]] = {
    "text": _text,
    **dict.fromkeys(CALLS, _call),
    **dict.fromkeys(_THOUGHTS, _reasoning),
    "search_result": _search_result,
    "image": _media,
    "document": _media,
    "container_upload": _upload,
}
