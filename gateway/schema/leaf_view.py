"""The leaves of a document, looked up and counted without naming all of them.

A handoff of 20 KB has hundreds of leaves, and delivering it asks for a few dozen by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import cast

from gateway.schema.leaves import Leaves, document_leaves, unescape
from gateway.schema.scalars import Json

_CONTAINERS = frozenset({dict, list, tuple})


class LeafView(Mapping[str, Json]):
    """``document_leaves`` of a document, as far as somebody asks."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._all: Leaves | None = None
        self._count = -1
        # Leaves are asked for by the dozen of one message: the way to it is gone once.
        self._parents: dict[str, Json] = {}

    def __getitem__(self, pointer: str) -> Json:
        if self._all is not None:
            return self._all[pointer]
        value = self._at(pointer)
        if type(value) not in _CONTAINERS:
            return value
        if value:
            raise KeyError(pointer)
        return [] if value == () else value

    def _at(self, pointer: str) -> Json:
        """Raises ``KeyError`` where a pointer, as ``document_leaves`` writes it, ends nowhere.

        A bare value is the leaf ``""``.
        """
        parent, slash, last = pointer.rpartition("/")
        if not slash:
            return self.document
        if parent not in self._parents:
            tokens = parent.split("/")[1:]
            self._parents[parent] = reduce(_child, tokens, self.document)
        return _child(self._parents[parent], last)

    def __iter__(self) -> Iterator[str]:
        if self._all is None:
            self._all = document_leaves(self.document)
        return iter(self._all)

    def __len__(self) -> int:
        if self._count < 0:
            self._count = _count(self.document)
        return self._count


def _child(value: Json, token: str) -> Json:
    """Raises ``KeyError`` where there is none."""
    if isinstance(value, dict):
        members = cast("dict[str, Json]", value)
        return members[unescape(token) if "~" in token else token]
    return _item(value, token)


def _item(value: Json, token: str) -> Json:
    if isinstance(value, list | tuple) and token.isdecimal():
        items = cast("list[Json]", value)
        # No other way to write a number: "01" is no leaf's name.
        if int(token) < len(items) and str(int(token)) == token:
            return items[int(token)]
    raise KeyError(token)


def _count(document: Json) -> int:
    if type(document) not in _CONTAINERS or not document:
        return 1
    count, stack = 0, [document]
    while stack:
        value = stack.pop()
        is_object = isinstance(value, dict)
        children = cast("dict[str, Json]", value).values() if is_object else value
        for child in cast("list[Json]", children):
            if child and type(child) in _CONTAINERS:
                stack.append(child)
            else:
                count += 1
    return count
