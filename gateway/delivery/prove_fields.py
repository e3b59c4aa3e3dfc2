"""Proof of mapped fields: each rule's own value against what the vendor's field holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from msgspec import UNSET

from gateway.delivery.compare import matches
from gateway.delivery.proof import Place, Proof
from gateway.delivery.prove_digests import NOTHING_DIGESTED, Digested
from gateway.sdk.consignment import Stored
from gateway.sdk.manifest import Compare, Target
from mappings.translation import FieldResult, Translation


def field_places(
    translation: Translation,
    stored: Stored,
    target: Target,
    digested: Digested = NOTHING_DIGESTED,
) -> Iterator[tuple[str | None, Place]]:
    """Each leaf that went into a field, with its place; None for a field without a leaf.

    A list field is judged element by element: an altered one concerns only the leaf that gave it.
    A digest is of the whole value, so it judges all of a field's leaves alike.
    """
    held = {field.name: field.value for field in stored.fields}
    for result in translation.fields:
        for pointer, value, compare in _claims(result, _comparison(target, result.name)):
            if proof := digested.get(result.name):
                yield pointer, digest_place(target.object, result.name, proof, value)
                continue
            found = held.get(result.name, UNSET)
            yield pointer, _judge(result.name, value, found, compare, stored, target.object)


def digest_place(object_: str, name: str, proof: Proof, sent: Any) -> Place:
    """A place judged by its digest: what stands there instead is not known."""
    if proof == "verified":
        return Place(object=object_, field=name, proof=proof)
    return Place(object=object_, field=name, proof=proof, sent=sent)


def _claims(result: FieldResult, compare: Compare) -> Iterator[tuple[str | None, Any, Compare]]:
    """What has to be there for each leaf (None: for no leaf), and how it is compared."""
    elements = _elements(result.value)
    if elements is None:
        pointers: list[str | None] = [placement.pointer for placement in result.placements]
        for pointer in pointers or [None]:
            yield pointer, result.value, compare
        return
    given = {placement.element for placement in result.placements}
    for placement in result.placements:
        yield placement.pointer, [placement.element], "superset"
    fixed = [element for element in elements if element not in given]
    if fixed:
        yield None, fixed, "superset"
    if compare != "superset":
        yield None, result.value, compare


def _elements(value: Any) -> list[Any] | None:
    return list(cast("list[Any]", value)) if isinstance(value, list | tuple) else None


def own_places(stored: Stored, object_: str) -> Iterator[tuple[None, Place]]:
    """What the adapter set of its own accord: no leaf, and it has to be right all the same."""
    for own in stored.own:
        held = UNSET if own.stored is None and own.sent is not None else own.stored
        yield None, _judge(own.name, own.sent, held, "exact", stored, object_)


def leaf_places(
    stored: Stored, is_shown: Callable[[str], bool], object_: str
) -> Iterator[tuple[str | None, Place]]:
    """What the adapter took out of the capsule; None for what is no leaf that may be shown."""
    for leaf in stored.leaves:
        held = UNSET if leaf.stored is None else leaf.stored
        place = _judge(leaf.field, leaf.sent, held, "exact", stored, object_)
        yield leaf.pointer if is_shown(leaf.pointer) else None, place


def _judge(
    name: str, sent: Any, held: Any, compare: Compare, stored: Stored, object_: str
) -> Place:
    if held is not UNSET and matches(compare, sent, held):
        return Place(object=object_, field=name, proof="verified")
    if name in stored.unprovable:
        return Place(object=object_, field=name, proof="unprovable")
    if held is UNSET or held is None:
        proof: Proof = "pending" if name in stored.pending else "missing"
        return Place(object=object_, field=name, proof=proof, sent=sent, stored=None)
    return Place(object=object_, field=name, proof="altered", sent=sent, stored=held)


def _comparison(target: Target, name: str) -> Compare:
    field = target.field(name)
    return field.compare if field else "exact"
