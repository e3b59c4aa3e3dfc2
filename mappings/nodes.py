"""Values as they are read from a handoff: each with the JSON Pointers it stands at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, cast

import msgspec
from msgspec import UNSET, Struct

from mappings.canonical import Node

Nodes: TypeAlias = tuple[Node, ...]

# What nobody can see: all of Unicode's white space, zero-width space, word joiner and byte-order
# mark. A set of characters to strip is looked at from the ends only, where a pattern starts up
# anew for each of a note's thousands of values.
UNSEEN = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


class Lines(Struct, frozen=True):
    """Several texts that are read as one, each below the one before."""

    nodes: Nodes


class Pair(Struct, frozen=True):
    """One member of a JSON object while a template loops over it."""

    key: str
    value: Node


# Values come from a JSON or TOML decoder, so they are of these very types and none derived.
_SCALARS = frozenset({str, bool, int, float, Lines})
_HOLDERS = frozenset({tuple, list, dict})


class Context(Struct, frozen=True, kw_only=True):
    """All that one application of a mapping reads. ``memo`` keeps views, resolved once."""

    handoff: Any
    destination: Any
    handoff_url: str
    memo: dict[str, Nodes] = msgspec.field(default_factory=dict[str, Nodes])


def is_blank(text: str) -> bool:
    """Whether a person would see nothing."""
    return not text.strip(UNSEEN)


def is_empty(value: Any) -> bool:
    """Whether a rule should look further: nothing, null, a blank text, an empty list or object."""
    kind: Any = value.__class__
    if kind is str:
        return not value.strip(UNSEEN)
    if kind in _SCALARS:
        return kind is Lines and all(is_empty(part) for part, _ in value.nodes)
    return value is None or value is UNSET or (kind in _HOLDERS and not value)


def is_scalar(value: Any) -> bool:
    return type(value) in _SCALARS


def is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))


def is_mapping(value: object) -> bool:
    return isinstance(value, dict)


def json_text(value: Any) -> str:
    """Raw JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


def as_list(value: object) -> list[Any]:
    """The items of a list; none for anything else."""
    return list(cast("Iterable[Any]", value)) if isinstance(value, list | tuple) else []


def plain_text(value: Any) -> str:
    """A single value as text: numbers and true/false as JSON writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if type(value) is Lines:
        return "\n".join(plain_text(part) for part, _ in value.nodes)
    return repr(value)


def escape(token: str) -> str:
    """One reference token, escaped for a JSON Pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def json_tokens(node: Node) -> Iterator[str | Node]:
    """Raw JSON as it is written: punctuation as text, each leaf as a node with its pointer.

    A stack and not recursion: raw JSON may be nested as deeply as the decoder allows.
    """
    stack: list[str | Node] = [node]
    while stack:
        top = stack.pop()
        children = None if isinstance(top, str) else _children(top)
        if children is None:
            yield top
        else:
            stack.extend(reversed(children))


def _children(node: Node) -> list[str | Node] | None:
    value, pointers = node
    pointer = pointers[0] if pointers else ""
    if isinstance(value, dict) and value:
        members = cast("dict[str, Any]", value)
        found: list[str | Node] = ["{"]
        for number, (name, child) in enumerate(members.items()):
            found.append(f"{', ' if number else ''}{json_text(name)}: ")
            found.append((child, (f"{pointer}/{escape(name)}",)))
        return [*found, "}"]
    if isinstance(value, list | tuple) and value:
        found = ["["]
        for number, child in enumerate(cast("list[Any]", value)):
            found.extend(([", "] if number else []) + [(child, (f"{pointer}/{number}",))])
        return [*found, "]"]
    return None
