"""Fates: what translating does to each leaf of the handoff, from best to worst."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, get_args

Fate: TypeAlias = Literal[
    "exact",
    "reformatted",
    "translated",
    "note",
    "narrowed",
    "shortened",
    "capsule",
    "withheld",
    "stranded",
]
"""``exact``: the value itself · ``reformatted``: the same information in another form ·
``translated``: looked up, one to one · ``note``: printed whole in the human-readable text ·
``narrowed``: looked up, many to one · ``shortened``: cut · ``capsule``: only in the lossless copy ·
``withheld``: left out by policy · ``stranded``: nowhere."""

_FATES: tuple[Fate, ...] = get_args(Fate)


def best(fates: Iterable[Fate]) -> Fate:
    """The fate of a leaf with several places is the best of them; with none it is stranded."""
    found = set(fates)
    for fate in _FATES:
        if fate in found:
            return fate
    return "stranded"
