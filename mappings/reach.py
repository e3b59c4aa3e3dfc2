"""Reach: which leaves of everything a handoff can hold a path leads to, as patterns.

A pattern is a JSON Pointer with ``*`` for every index: ``/customer/refs/*/id``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mappings.canonical import CanonicalSchema
from mappings.nodes import Context
from mappings.path import Cursor, read_root
from mappings.sample import sample_of

_INDEX = re.compile(r"/\d+(?=/|$)")


class Reach:
    """Reads a sample that has everything with the very closures that read real handoffs."""

    def __init__(self, schema: CanonicalSchema) -> None:
        sample = sample_of(schema.root)
        self.context = Context(handoff=sample, destination={}, handoff_url="x")
        self.every = frozenset(map(pattern_of, schema.leaves(sample)))

    def of(self, cursors: Iterable[Cursor]) -> frozenset[str]:
        """The leaves that the paths stand at."""
        return self._places(cursors) & self.every

    def below(self, cursor: Cursor) -> frozenset[str]:
        """The leaves that a path stands at, and all below it."""
        places = self._places((cursor,))
        return frozenset(leaf for leaf in self.every if not places.isdisjoint(_around(leaf)))

    def _places(self, cursors: Iterable[Cursor]) -> frozenset[str]:
        return frozenset(
            pattern_of(pointer)
            for cursor in cursors
            for _, pointers in read_root(cursor, self.context)
            for pointer in pointers
        )


def pattern_of(pointer: str) -> str:
    return _INDEX.sub("/*", pointer)


def path_of(pattern: str) -> str:
    """A pattern as a mapping would write it: ``customer.refs[*].id``."""
    return pattern.replace("/*", "[*]").replace("/", ".").lstrip(".")


def _around(pointer: str) -> Iterable[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
