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

_WORST_FIRST: tuple[Proof, ...] = ("altered", "missing", "pending", "unprovable", "verified")


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
        places = self.places
        return places[0].proof if len(places) == 1 else worst(place.proof for place in places)


class Rest(Struct, frozen=True, kw_only=True):
    """``count`` leaves that all have one fate and stand in one place."""

    count: int
    fate: Fate
    place: Place


class Receipt(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All rows, and the places that carry no leaf (fixed values) but must be right as well.

    ``rest``, where there is one, stands for the leaves without a row; ``whole`` gives them theirs.
    ``stale`` are the rules that were skipped, because the vendor no longer supports them.
    """

    rows: tuple[Row, ...]
    fixed: tuple[Place, ...] = ()
    stale: tuple[MappingProblem, ...] = ()
    rest: Rest | None = None

    @property
    def status(self) -> DeliveryStatus:
        """``verified`` only if every place of every leaf, and every fixed value, is."""
        found = worst(self.places())
        if found in ("altered", "missing"):
            return "degraded"
        if found in ("pending", "unprovable"):
            return "unproven"
        # A receipt that proves nothing (no place at all) must not read as proved.
        return "verified" if found else "unproven"

    def places(self) -> set[Proof]:
        """Every proof that some place has."""
        proofs: set[Proof] = {place.proof for row in self.rows for place in row.places}
        proofs.update(place.proof for place in self.fixed)
        if self.rest:
            proofs.add(self.rest.place.proof)
        return proofs

    def proofs(self) -> dict[str, int]:
        """How many leaves each proof has; a withheld leaf has none."""
        counts: Counter[str] = Counter(proof for row in self.rows if (proof := row.proof))
        if self.rest:
            counts[self.rest.place.proof] += self.rest.count
        return dict(counts)

    def fates(self) -> dict[str, int]:
        """How many leaves each fate has."""
        counts: Counter[str] = Counter(row.fate for row in self.rows)
        if self.rest:
            counts[self.rest.fate] += self.rest.count
        return dict(counts)


def whole(receipt: Receipt, pointers: Iterable[str]) -> Receipt:
    """The receipt with a row for every leaf, in the order of ``pointers``, which are all leaves."""
    rest = receipt.rest
    if rest is None:
        return receipt
    rows = {row.pointer: row for row in receipt.rows}
    places = (rest.place,)
    return Receipt(
        rows=tuple(
            rows.get(pointer) or Row(pointer=pointer, fate=rest.fate, places=places)
            for pointer in pointers
        ),
        fixed=receipt.fixed,
        stale=receipt.stale,
    )


def worst(proofs: Iterable[Proof]) -> Proof | None:
    """The worst of some proofs; None of none."""
    found = set(proofs)
    return next((proof for proof in _WORST_FIRST if proof in found), None)
