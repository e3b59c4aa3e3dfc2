"""Accounting: every leaf of a handoff has a fate, or the delivery does not happen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mappings.errors import MappingStopped
from mappings.fate import Fate, best
from mappings.translation import CapsuleResult, FieldResult, NoteResult


def fates_of(
    leaves: Mapping[str, Any],
    fields: Iterable[FieldResult],
    note: NoteResult | None,
    capsule: CapsuleResult | None,
) -> dict[str, Fate]:
    """The best fate of each leaf over all its places, in the order of the leaves.

    ``redact`` is about the copy alone: a leaf that is kept out of the capsule and stands in a
    field or in the note has the fate it got there. Raises ``MappingStopped`` for a place that
    names no leaf: then the engine's own account is wrong, and nothing is sent.
    """
    placed: dict[str, Fate] = {}
    for pointer, fate in _places(fields, note):
        known = placed.get(pointer)
        placed[pointer] = fate if known is None else best((known, fate))
    unknown = placed.keys() - leaves.keys()
    if unknown:
        message = f"The mapping placed {len(unknown)} values that this handoff does not have."
        raise MappingStopped("S599", message, 0, sorted(unknown))
    withheld = frozenset(capsule.withheld) if capsule else frozenset[str]()
    otherwise: Fate = "capsule" if capsule else "stranded"
    return {
        pointer: placed.get(pointer, "withheld" if pointer in withheld else otherwise)
        for pointer in leaves
    }


def _places(fields: Iterable[FieldResult], note: NoteResult | None) -> Iterator[tuple[str, Fate]]:
    for field in fields:
        for placement in field.placements:
            yield placement.pointer, placement.fate
    for one in note.prints if note else ():
        if one.whole:
            yield one.pointer, "note"
