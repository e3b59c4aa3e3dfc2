"""Proof of mapped fields: each rule's own value against what the vendor's field holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET

from gateway.delivery.compare import matches, same_json
from gateway.delivery.proof import Place, Proof
from gateway.sdk.consignment import Stored
from gateway.sdk.manifest import Compare, Target
from mappings.translation import FieldResult, Translation


def field_places(
    translation: Translation, stored: Stored, target: Target
) -> Iterator[tuple[str | None, Place]]:
    """Each leaf that went into a field, with its place; None for a field without a leaf.

    A list field that several rules feed is judged rule by rule: one altered member concerns only
    the leaves that gave it.
    """
    held = {field.name: field.value for field in stored.fields}
    for result in translation.fields:
        place = _judge(result, held.get(result.name, UNSET), stored, target)
        pointers: tuple[str | None, ...] = tuple(p.pointer for p in result.placements) or (None,)
        for pointer in pointers:
            yield pointer, place


def own_places(stored: Stored, object_: str) -> Iterator[tuple[None, Place]]:
    """What the adapter set of its own accord: no leaf, and it has to be right all the same."""
    for value in stored.own:
        if same_json(value.sent, value.stored):
            yield None, Place(object=object_, field=value.name, proof="verified")
            continue
        proof: Proof = "missing" if value.stored is None else "altered"
        yield (
            None,
            Place(
                object=object_, field=value.name, proof=proof, sent=value.sent, stored=value.stored
            ),
        )


def _judge(result: FieldResult, held: Any, stored: Stored, target: Target) -> Place:
    if held is not UNSET and matches(_comparison(target, result.name), result.value, held):
        return Place(object=target.object, field=result.name, proof="verified")
    if result.name in stored.unprovable:
        return Place(object=target.object, field=result.name, proof="unprovable")
    if held is UNSET or held is None:
        proof: Proof = "pending" if result.name in stored.pending else "missing"
        return Place(
            object=target.object, field=result.name, proof=proof, sent=result.value, stored=None
        )
    return Place(
        object=target.object, field=result.name, proof="altered", sent=result.value, stored=held
    )


def _comparison(target: Target, name: str) -> Compare:
    field = target.field(name)
    return field.compare if field else "exact"
