"""Proof of the capsule: one hash proves every leaf in it; only a failed hash is looked into."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from gateway.delivery.compare import same_json
from gateway.delivery.proof import Place, Proof
from gateway.schema.leaves import document_leaves
from gateway.sdk.consignment import Capsule, Stored

FIELD = "capsule"


def whole_capsule(
    capsule: Capsule, stored: Stored, object_: str, digested: Proof | None = None
) -> Place | None:
    """The place of every leaf in the capsule at once; None where it came back changed.

    ``digested`` is what a digest proves of the whole of it, where there is one.
    """
    if digested is not None:
        return Place(object=object_, field=FIELD, proof=digested)
    if stored.capsule is not None and _sha256(stored.capsule) == capsule.sha256:
        return Place(object=object_, field=FIELD, proof="verified")
    if FIELD in stored.unprovable:
        return Place(object=object_, field=FIELD, proof="unprovable")
    if stored.capsule is None:
        proof: Proof = "pending" if FIELD in stored.pending else "missing"
        return Place(object=object_, field=FIELD, proof=proof)
    return None


def leaf_by_leaf(
    data: bytes, pointers: Mapping[str, Any], object_: str
) -> Iterator[tuple[str, Place]]:
    """A capsule that changed still proves the leaves that can be read in it unchanged."""
    held = _read(data)
    for pointer, sent in pointers.items():
        if held is None:
            yield pointer, Place(object=object_, field=FIELD, proof="altered")
            continue
        stored = held.get(pointer, UNSET)
        if stored is UNSET:
            yield pointer, Place(object=object_, field=FIELD, proof="missing", sent=sent)
        elif same_json(sent, stored):
            yield pointer, Place(object=object_, field=FIELD, proof="verified")
        else:
            yield (
                pointer,
                Place(object=object_, field=FIELD, proof="altered", sent=sent, stored=stored),
            )


def _read(data: bytes) -> dict[str, Any] | None:
    try:
        return document_leaves(msgspec.json.decode(data))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
