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


def leaves(handoff: Handoff) -> Leaves:
    """All leaves of a handoff, in document order."""
    return document_leaves(handoff_document(handoff))


def document_leaves(document: Json) -> Leaves:
    """All leaves of any JSON document, in document order; a bare scalar is the leaf ``""``."""
    return dict(_walk(document))


def escape(token: str) -> str:
    """One reference token, escaped for a JSON Pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    """The member name that an escaped reference token stands for."""
    return token.replace("~1", "/").replace("~0", "~")


def _walk(document: Json) -> Iterator[tuple[str, Json]]:
    # A stack and not recursion: a body may be nested as deeply as the decoder allows.
    stack: list[tuple[str, Json]] = [("", document)]
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
