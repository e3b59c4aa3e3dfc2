"""Acceptance: what ``[[accept]]`` says is left to the capsule, or narrowed, on purpose."""

from __future__ import annotations

from msgspec import Struct

from mappings.document import Document
from mappings.path import Cursor, Paths
from mappings.problems import Problems, Refused
from mappings.reach import Reach


class Acceptance(Struct, frozen=True):
    """The leaves that were accepted, as patterns."""

    leaves: frozenset[str]
    reach: Reach

    def covers(self, cursor: Cursor) -> bool:
        """Whether everything that a path leads to was accepted."""
        if not self.leaves:
            return False
        found = self.reach.of((cursor,))
        return bool(found) and found <= self.leaves


def compile_acceptance(
    document: Document, paths: Paths, reach: Reach, problems: Problems
) -> Acceptance:
    """A path that no handoff has is a problem."""
    leaves: set[str] = set()
    for accepted in document.accepted:
        if "field" in accepted.place.wrong:
            continue
        try:
            leaves |= reach.below(paths.compile(accepted.field))
        except Refused as refused:
            problems.refused(refused, accepted.place.of("field"))
    return Acceptance(frozenset(leaves), reach)
