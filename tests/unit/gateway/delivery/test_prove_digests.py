"""A digest proves the value that was sent, and nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from gateway.delivery.proof import Place
from gateway.delivery.prove_digests import by_digest
from gateway.delivery.receipt import prove
from gateway.sdk.consignment import (
    Capsule,
    Consignment,
    FieldDigest,
    FieldValue,
    Note,
    Stored,
    StoredNote,
)
from gateway.sdk.manifest import Target, TargetField
from mappings.translation import (
    CapsuleResult,
    FieldResult,
    NoteResult,
    Placement,
    Print,
    Translation,
)

DATA = b'{"b":2,"a":1}'
NOTE = "Ann was charged twice."
SENT = Consignment(
    key="k",
    handoff_id="h",
    object="item",
    fields=(FieldValue(name="title", value="Hello"), FieldValue(name="tags", value=["x", "y"])),
    note=Note(field="note", format="text", body=NOTE),
    capsule=Capsule(name="c", data=DATA, sha256=hashlib.sha256(DATA).hexdigest()),
)
TARGET = Target(
    object="item",
    label="Item",
    fields=(
        TargetField(name="title", label="Title", kind="text"),
        TargetField(name="tags", label="Tags", kind="list", compare="superset"),
    ),
)
MADE = Translation(
    object="item",
    fields=(
        FieldResult(
            name="title", value="Hello", placements=(Placement(pointer="/a", fate="exact"),)
        ),
        FieldResult(
            name="tags",
            value=["x"],
            placements=(Placement(pointer="/b", fate="exact", element="x"),),
        ),
        FieldResult(name="tags", value=["y"]),
    ),
    note=NoteResult(
        field="note", format="text", body=NOTE, prints=(Print(pointer="/b", start=0, end=3),)
    ),
    capsule=CapsuleResult(kind="field", name="c"),
)


def digest(name: str, value: Any) -> FieldDigest:
    text = json.dumps(value, separators=(",", ":"), sort_keys=True)
    return FieldDigest(name=name, sha256=hashlib.sha256(text.encode()).hexdigest())


RIGHT = (
    digest("title", "Hello"),
    digest("tags", ["x", "y"]),
    digest("note", NOTE),
    digest("capsule", {"a": 1, "b": 2}),
)


def test_the_right_digests_verify_their_places() -> None:
    assert dict.fromkeys(("title", "tags", "note", "capsule"), "verified") == (
        by_digest(Stored(digests=RIGHT), SENT)
    )


@pytest.mark.parametrize("name", ["title", "tags", "note", "capsule"])
def test_a_wrong_digest_is_something_else(name: str) -> None:
    assert {name: "altered"} == by_digest(Stored(digests=(digest(name, "x"),)), SENT)


@pytest.mark.parametrize("name", ["other", "note", "capsule"])
def test_a_digest_of_what_was_not_sent_proves_nothing(name: str) -> None:
    bare = Consignment(key="k", handoff_id="h", object="item")
    assert {name: "altered"} == by_digest(Stored(digests=(digest(name, None),)), bare)


def test_what_was_read_goes_before_its_digest() -> None:
    read = Stored(
        digests=RIGHT,
        fields=(FieldValue(name="title", value="Hallo"),),
        note=(StoredNote(sent=NOTE, stored="", start=0, end=len(NOTE)),),
        capsule=b"{}",
    )
    assert {"tags": "verified"} == by_digest(read, SENT)


def places(stored: Stored) -> dict[str, list[Place]]:
    receipt = prove(MADE, SENT, stored, target=TARGET, leaves={"/a": 1, "/b": 2})
    return {row.pointer: list(row.places) for row in receipt.rows} | {"": list(receipt.fixed)}


def test_right_digests_verify_every_leaf_and_every_fixed_value() -> None:
    found = places(Stored(digests=RIGHT))
    assert {"verified"} == {place.proof for all_ in found.values() for place in all_}
    assert {"title", "capsule"} == {place.field for place in found["/a"]}
    assert {"tags", "note", "capsule"} == {place.field for place in found["/b"]}
    assert ["tags"] == [place.field for place in found[""]]


def test_a_wrong_digest_says_what_was_sent_and_claims_to_know_nothing_else() -> None:
    stored = Stored(digests=(digest("title", "Hallo"), *RIGHT[1:]))
    assert [
        Place(object="item", field="title", proof="altered", sent="Hello"),
        Place(object="item", field="capsule", proof="verified"),
    ] == places(stored)["/a"]


def test_a_wrong_digest_of_a_list_puts_all_its_elements_in_doubt() -> None:
    found = places(Stored(digests=(RIGHT[0], digest("tags", ["x"]), *RIGHT[2:])))
    assert {"altered"} == {place.proof for place in found["/b"] if place.field == "tags"}
    assert {"altered"} == {place.proof for place in found[""]}


def test_a_wrong_digest_of_the_note_puts_all_that_stands_in_it_in_doubt() -> None:
    found = places(Stored(digests=(*RIGHT[:2], digest("note", NOTE[:-1]), RIGHT[3])))
    assert Place(object="item", field="note", proof="altered") in found["/b"]


def test_a_wrong_digest_of_the_capsule_puts_every_leaf_in_doubt() -> None:
    found = places(Stored(digests=(*RIGHT[:3], digest("capsule", {"a": 1}))))
    for pointer in ("/a", "/b"):
        assert Place(object="item", field="capsule", proof="altered") in found[pointer]


def test_a_place_with_neither_value_nor_digest_is_missing() -> None:
    found = places(Stored(digests=RIGHT[1:]))
    assert "missing" in {place.proof for place in found["/a"] if place.field == "title"}
