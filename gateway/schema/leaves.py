"""Leaves: every value of a document under its JSON Pointer (RFC 6901).

A leaf is a string, number, boolean or null, and also an empty array or object, because absent,
null and empty are three different things and none of them may be lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, cast

from gateway.schema.codec import handoff_document
from gateway.schema.handoff import Handoff
from gateway.schema.scalars import Json

Leaves: TypeAlias = dict[str, Json]

# Deeper than any handoff's own structs, and far from where Python ends a recursion.
_NEAR = 40
_SCALARS = frozenset({str, int, float, bool, type(None)})


def leaves(handoff: Handoff) -> Leaves:
    """All leaves of a handoff, in document order."""
    return document_leaves(handoff_document(handoff))


def document_leaves(document: Json) -> Leaves:
    """All leaves of any JSON document, in document order; a bare scalar is the leaf ``""``."""
    found: Leaves = {}
    _gather("", document, found, _NEAR)
    return found


def escape(token: str) -> str:
    """One reference token, escaped for a JSON Pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The member name that an escaped reference token stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def _gather(pointer: str, value: Json, found: Leaves, levels: int) -> None:
    """Recursion is twice as fast as a stack, but a body may be nested as deeply as it likes."""
    if not levels:
        found.update(_walk(pointer, value))
    elif isinstance(value, dict) and value:
        for name, child in cast("dict[str, Json]", value).items():
            at = f"{pointer}/{escape(name)}" if "/" in name or "~" in name else f"{pointer}/{name}"
            if type(child) in _SCALARS:
                found[at] = child
            else:
                _gather(at, child, found, levels - 1)
    elif isinstance(value, (list, tuple)) and value:
        for index, child in enumerate(cast("list[Json]", value)):
            at = f"{pointer}/{index}"
            if type(child) in _SCALARS:
                found[at] = child
            else:
                _gather(at, child, found, levels - 1)
    else:
        found[pointer] = [] if value == () else value


def _walk(pointer: str, document: Json) -> Iterator[tuple[str, Json]]:
    stack = [(pointer, document)]
    while stack:
        pointer, value = stack.pop()
        children = _children(pointer, value)
        if children is None:
            yield pointer, [] if value == () else value
        else:
            stack.extend(reversed(children))


def _children(pointer: str, value: Json) -> list[tuple[str, Json]] | None:
    if isinstance(value, dict) and value:
        members = cast("dict[str, Json]", value)
        return [(f"{pointer}/{escape(name)}", child) for name, child in members.items()]
    if isinstance(value, list | tuple) and value:
        items = cast("list[Json]", value)
        return [(f"{pointer}/{index}", child) for index, child in enumerate(items)]
    return None
