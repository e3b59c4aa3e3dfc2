"""A translation: what applying a plan to one handoff gives."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from mappings.fate import Fate
from mappings.problems import MappingProblem
from mappings.vendor_schema import NoteFormat


class Placement(Struct, frozen=True, kw_only=True, gc=False):
    """A leaf that went into one field, and what that did to it.

    In a list field ``element`` is the one element that it gave.
    """

    pointer: str
    fate: Fate
    element: str | None = None


class FieldResult(Struct, frozen=True, kw_only=True, gc=False):
    """One value for one vendor field. ``line`` is the rule's line in the mapping file."""

    name: str
    value: Any
    placements: tuple[Placement, ...] = ()
    line: int = 0


class Print(Struct, frozen=True, kw_only=True, gc=False):
    """A stretch ``[start, end)`` of the note's body in which a leaf was printed.

    ``whole`` is False where only a part of the leaf was printed (``truncate``).
    """

    pointer: str
    start: int
    end: int
    whole: bool = True


class NoteResult(Struct, frozen=True, kw_only=True):
    """The note as rendered, with the ledger of what it printed."""

    field: str
    format: NoteFormat
    body: str
    prints: tuple[Print, ...] = ()


class CapsuleResult(Struct, frozen=True, kw_only=True):
    """How the lossless copy is to be made; ``withheld`` lists the pointers left out of it."""

    kind: str
    name: str
    withheld: tuple[str, ...] = ()


class Translation(Struct, frozen=True, kw_only=True):
    """Fields, note and capsule of one handoff; ``account`` says what became of every leaf.

    ``stale``: the mapping's rules that were skipped, because the vendor no longer supports them.
    """

    object: str
    fields: tuple[FieldResult, ...]
    note: NoteResult | None
    capsule: CapsuleResult | None
    stale: tuple[MappingProblem, ...] = ()
