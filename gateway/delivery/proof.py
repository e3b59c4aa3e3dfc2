"""The words of a receipt: proof, place, row; and what they make of a delivery."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from gateway.store.records import DeliveryStatus
from mappings.fate import Fate
from mappings.problems import MappingProblem

Proof: TypeAlias = Literal["verified", "unprovable", "pending", "missing", "altered"]
"""``verified``: read back and equal · ``unprovable``: the vendor never shows it ·
``pending``: the vendor may still show it · ``missing``: it is not there ·
``altered``: something else is there."""

_WORST_LAST: tuple[Proof, ...] = ("verified", "unprovable", "pending", "missing", "altered")


class Place(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place at the vendor. ``sent`` and ``stored`` are given where they differ."""

    object: str
    field: str
    proof: Proof
    sent: Any | UnsetType = UNSET
    stored: Any | UnsetType = UNSET


class Row(Struct, frozen=True, kw_only=True):
    """One leaf. A leaf withheld by policy has no place."""

    pointer: str
    fate: Fate
    places: tuple[Place, ...]

    @property
    def proof(self) -> Proof | None:
        """The worst of its places: nothing may say verified that is not."""
        return worst(place.proof for place in self.places)


class Receipt(Struct, frozen=True, kw_only=True):
    """All rows, and the places that carry no leaf (fixed values) but must be right as well.

    ``stale`` are the rules that were skipped, because the vendor no longer supports them.
    """

    rows: tuple[Row, ...]
    fixed: tuple[Place, ...] = ()
    stale: tuple[MappingProblem, ...] = ()

    @property
    def status(self) -> DeliveryStatus:
        """``verified`` only if every place of every leaf, and every fixed value, is."""
        proofs: list[Proof] = [row.proof for row in self.rows if row.proof]
        proofs.extend(place.proof for place in self.fixed)
        found = worst(proofs)
        if found in ("altered", "missing"):
            return "degraded"
        if found in ("pending", "unprovable"):
            return "unproven"
        # A receipt that proves nothing (no place at all) must not read as proved.
        return "verified" if found else "unproven"

    def proofs(self) -> dict[str, int]:
        """How many leaves each proof has; a withheld leaf has none."""
        return dict(Counter(row.proof for row in self.rows if row.proof))

    def fates(self) -> dict[str, int]:
        """How many leaves each fate has."""
        return dict(Counter(row.fate for row in self.rows))


def worst(proofs: Iterable[Proof]) -> Proof | None:
    """The worst of some proofs; None of none."""
    return max(proofs, key=_WORST_LAST.index, default=None)
