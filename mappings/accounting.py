"""Accounting: every leaf of a handoff has a fate, or the delivery does not happen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from mappings.errors import MappingStopped
from mappings.fate import Fate, best
from mappings.translation import Translation


class Account(Struct, frozen=True, kw_only=True):
    """What became of each leaf: ``named`` says it of some, and ``otherwise`` of all the others."""

    named: dict[str, Fate]
    otherwise: Fate


def account(translation: Translation, leaves: Mapping[str, Any]) -> dict[str, Fate]:
    """The best fate of each leaf over all its places, in the order of the leaves.

    Applying a mapping does not need it; nothing may be sent before it is made. ``redact`` is
    about the copy alone: a leaf that is kept out of the capsule and stands in a field or in the
    note has the fate it got there. Raises ``MappingStopped`` for a place that names no leaf: then
    the engine's own account is wrong, and nothing is sent.
    """
    briefly = brief_account(translation, leaves)
    fates: dict[str, Fate] = dict.fromkeys(leaves, briefly.otherwise)
    fates.update(briefly.named)
    return fates


def brief_account(translation: Translation, leaves: Mapping[str, Any]) -> Account:
    """``account`` without naming the leaves that have no place of their own. Raises as it does."""
    placed = _placed(translation)
    unknown = [pointer for pointer in placed if pointer not in leaves]
    if unknown:
        message = f"The mapping placed {len(unknown)} values that this handoff does not have."
        raise MappingStopped("S599", message, 0, sorted(unknown))
    capsule = translation.capsule
    named: dict[str, Fate] = {
        pointer: "withheld"
        for pointer in (capsule.withheld if capsule else ())
        if pointer in leaves
    }
    named.update(placed)
    return Account(named=named, otherwise=_OTHERWISE[capsule is not None])


# Without a place of its own a leaf is in the lossless copy, where there is one.
_OTHERWISE: tuple[Fate, Fate] = ("stranded", "capsule")


def _placed(translation: Translation) -> dict[str, Fate]:
    placed: dict[str, Fate] = {}
    for pointer, fate in _places(translation):
        known = placed.get(pointer)
        placed[pointer] = fate if known is None or known == fate else best((known, fate))
    return placed


def _places(translation: Translation) -> Iterator[tuple[str, Fate]]:
    for field in translation.fields:
        for placement in field.placements:
            yield placement.pointer, placement.fate
    for one in translation.note.prints if translation.note else ():
        if one.whole:
            yield one.pointer, "note"
