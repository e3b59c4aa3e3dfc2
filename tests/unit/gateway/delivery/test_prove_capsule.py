"""Proof of the capsule: one hash proves all; a broken one proves what can still be read in it."""

from __future__ import annotations

import hashlib

import msgspec

from gateway.delivery.prove_capsule import leaf_by_leaf, whole_capsule
from gateway.sdk.consignment import Capsule, Stored

DOCUMENT = {"id": "h", "name": "Ann", "notes": ["a", None]}
DATA = msgspec.json.encode(DOCUMENT)
LEAVES = {"/id": "h", "/name": "Ann", "/notes/0": "a", "/notes/1": None}
CAPSULE = Capsule(name="h.json", data=DATA, sha256=hashlib.sha256(DATA).hexdigest())


def proofs(data: bytes | None, **states: frozenset[str]) -> dict[str, str]:
    stored = Stored(capsule=data, **states)
    judged = whole_capsule(CAPSULE, stored, "item")
    if judged is not None:
        return dict.fromkeys(LEAVES, judged.proof)
    return {p: place.proof for p, place in leaf_by_leaf(data or b"", LEAVES, "item")}


def test_equal_bytes_prove_every_leaf():
    assert set(proofs(DATA).values()) == {"verified"}


def test_an_absent_capsule_is_missing_for_every_leaf():
    assert set(proofs(None).values()) == {"missing"}


def test_a_capsule_that_is_still_scanned_is_pending():
    assert set(proofs(None, pending=frozenset({"capsule"})).values()) == {"pending"}


def test_a_capsule_that_cannot_be_fetched_is_unprovable():
    assert set(proofs(None, unprovable=frozenset({"capsule"})).values()) == {"unprovable"}


def test_a_changed_capsule_names_the_leaves_that_changed():
    changed = msgspec.json.encode({"id": "h", "name": "Anne", "notes": ["a"]})

    assert proofs(changed) == {
        "/id": "verified",
        "/name": "altered",
        "/notes/0": "verified",
        "/notes/1": "missing",
    }


def test_a_capsule_that_is_no_longer_json_proves_nothing():
    assert set(proofs(DATA[:-3]).values()) == {"altered"}


def test_null_is_not_the_same_as_absent():
    assert proofs(msgspec.json.encode({**DOCUMENT, "notes": ["a"]}))["/notes/1"] == "missing"
