"""The rest: what ``unmapped = "note"`` lists at the end of the note, leaf by leaf."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from mappings.nodes import is_blank, json_text
from mappings.template.writer import Piece, Writer
from mappings.translation import CapsuleResult, FieldResult, Print
from mappings.vendor_schema import NoteFormat

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class _Frame(Struct, frozen=True):
    head: str
    before: str
    after: str
    tail: str


_FRAMES: dict[NoteFormat, _Frame] = {
    "text": _Frame("\n\nEverything else:\n", "- ", "\n", ""),
    "html": _Frame("<p><strong>Everything else</strong></p><ul>", "<li>", "</li>", "</ul>"),
    "markdown": _Frame("\n\n**Everything else**\n\n", "- ", "\n", ""),
}


def append_rest(writer: Writer, format_: NoteFormat, rest: Iterable[tuple[str, Any]]) -> None:
    """Print leaves as a list, each with the path it stands at, as long as there is room."""
    frame, is_open = _FRAMES[format_], False
    for pointer, value in rest:
        if writer.full:
            break
        writer.words(frame.before if is_open else frame.head + frame.before)
        is_open = True
        writer.pieces((Piece(f"{label_of(pointer)}: "), Piece(_shown(value), (pointer,))))
        writer.words(frame.after)
    if is_open:
        writer.words(frame.tail)


def rest_of(
    leaves: Mapping[str, Any],
    fields: Iterable[FieldResult],
    prints: Iterable[Print],
    capsule: CapsuleResult | None,
) -> Iterator[tuple[str, Any]]:
    """The leaves without a place of their own; what policy keeps out of the copy stays out."""
    placed = {one.pointer for field in fields for one in field.placements}
    placed.update(one.pointer for one in prints if one.whole)
    placed.update(capsule.withheld if capsule else ())
    return ((pointer, value) for pointer, value in leaves.items() if pointer not in placed)


def label_of(pointer: str) -> str:
    """A JSON Pointer as a mapping writes the path: ``conversation.messages[0].role``."""
    return "".join(map(_segment, pointer.split("/")[1:])).lstrip(".")


def _segment(token: str) -> str:
    if token.isascii() and token.isdigit():
        return f"[{token}]"
    if _NAME.fullmatch(token):
        return f".{token}"
    return f"[{json_text(token.replace('~1', '/').replace('~0', '~'))}]"


def _shown(value: Any) -> str:
    """Text as it is; anything a reader would not see as JSON writes it."""
    if isinstance(value, str):
        return json.dumps(value) if is_blank(value) else value
    return json_text(value)
