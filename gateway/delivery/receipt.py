"""The receipt: one row a leaf, with its fate and a proof for every place it stands in.

Pure: what was sent on one side, what the vendor was read to hold on the other. Nothing here can
turn "sent" into "verified".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gateway.delivery.proof import Place, Receipt, Row
from gateway.delivery.prove_capsule import FIELD as CAPSULE
from gateway.delivery.prove_capsule import capsule_places
from gateway.delivery.prove_digests import by_digest
from gateway.delivery.prove_fields import field_places, leaf_places, own_places
from gateway.delivery.prove_note import note_places
from gateway.sdk.consignment import Consignment, Stored
from gateway.sdk.manifest import Target
from mappings.accounting import account
from mappings.translation import Translation


def prove(
    translation: Translation,
    consignment: Consignment,
    stored: Stored,
    *,
    target: Target,
    leaves: Mapping[str, Any],
) -> Receipt:
    """Compare what was sent with what is stored, leaf by leaf."""
    places: dict[str, list[Place]] = {pointer: [] for pointer in leaves}
    fixed: list[Place] = []
    for pointer, place in _places(translation, consignment, stored, target, leaves):
        if pointer is None:
            fixed.append(place)
        else:
            places[pointer].append(place)
    fates = account(translation, leaves)
    rows = tuple(
        Row(pointer=pointer, fate=fates[pointer], places=tuple(found))
        for pointer, found in places.items()
    )
    return Receipt(rows=rows, fixed=tuple(fixed), stale=translation.stale)


def _places(
    translation: Translation,
    consignment: Consignment,
    stored: Stored,
    target: Target,
    leaves: Mapping[str, Any],
) -> Iterator[tuple[str | None, Place]]:
    digested = by_digest(stored, consignment)
    yield from field_places(translation, stored, target, digested)
    yield from own_places(stored, target.object)
    if translation.note:
        yield from note_places(translation.note, stored, target.object, digested)
    if consignment.capsule and translation.capsule:
        withheld = frozenset(translation.capsule.withheld)
        kept = {pointer: value for pointer, value in leaves.items() if pointer not in withheld}
        yield from leaf_places(stored, kept, target.object)
        yield from capsule_places(
            consignment.capsule, stored, kept, target.object, digested.get(CAPSULE)
        )
