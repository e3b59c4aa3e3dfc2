"""The receipt: every leaf has one row, and its proof is the worst of its places."""

from __future__ import annotations

import hashlib

import pytest

from gateway.delivery.evidence import pack_receipt, unpack_receipt
from gateway.delivery.proof import Place, Receipt, Rest, Row, whole
from gateway.delivery.receipt import prove, proved
from gateway.sdk.consignment import Capsule, Consignment, FieldValue, Stored
from gateway.sdk.manifest import Target, TargetField
from mappings.translation import CapsuleResult, FieldResult, Placement, Translation

TARGET = Target(
    object="item",
    label="Item",
    fields=(
        TargetField(name="title", label="Title", kind="text"),
        TargetField(name="labels", label="Labels", kind="list", compare="superset"),
    ),
)
DATA = b'{"a":1,"b":2}'
LEAVES = {"/a": 1, "/b": 2}


def translation(*fields: FieldResult, withheld: tuple[str, ...] = ()) -> Translation:
    return Translation(
        object="item",
        fields=fields,
        note=None,
        capsule=CapsuleResult(kind="file", name="c", withheld=withheld),
    )


def placed(name: str, value: object, *pointers: str) -> FieldResult:
    element = value[0] if isinstance(value, list) else None
    placements = tuple(
        Placement(pointer=pointer, fate="exact", element=element) for pointer in pointers
    )
    return FieldResult(name=name, value=value, placements=placements)


def receipt_of(
    made: Translation, *held: tuple[str, object], capsule: bytes | None = DATA, prove=prove
):
    consignment = Consignment(
        key="k",
        handoff_id="h",
        object="item",
        capsule=Capsule(name="c", data=DATA, sha256=hashlib.sha256(DATA).hexdigest()),
    )
    fields = tuple(FieldValue(name=name, value=value) for name, value in held)
    stored = Stored(fields=fields, capsule=capsule)
    return prove(made, consignment, stored, target=TARGET, leaves=LEAVES)


def proofs(receipt: Receipt) -> dict[str, str | None]:
    return {row.pointer: row.proof for row in receipt.rows}


def test_every_leaf_has_exactly_one_row():
    assert [row.pointer for row in receipt_of(translation()).rows] == ["/a", "/b"]


def test_a_field_that_came_back_equal_is_verified():
    receipt = receipt_of(translation(placed("title", "x", "/a")), ("title", "x"))

    assert (receipt.status, proofs(receipt)) == ("verified", {"/a": "verified", "/b": "verified"})


def test_a_dropped_field_is_missing_although_the_capsule_has_its_leaf():
    receipt = receipt_of(translation(placed("title", "x", "/a")))

    assert (receipt.status, proofs(receipt)) == ("degraded", {"/a": "missing", "/b": "verified"})


def test_an_altered_field_keeps_both_values():
    receipt = receipt_of(translation(placed("title", "x", "/a")), ("title", "y"))
    place = receipt.rows[0].places[0]

    assert (place.proof, place.sent, place.stored) == ("altered", "x", "y")


def test_one_altered_member_of_a_list_concerns_only_the_leaf_that_gave_it():
    made = translation(placed("labels", ["one"], "/a"), placed("labels", ["two"], "/b"))

    assert proofs(receipt_of(made, ("labels", ["one", "tow"]))) == {
        "/a": "verified",
        "/b": "altered",
    }


def test_a_fixed_value_that_was_altered_degrades_the_delivery():
    assert receipt_of(translation(placed("title", "x")), ("title", "y")).status == "degraded"


def test_a_withheld_leaf_has_no_place_and_no_proof():
    receipt = receipt_of(translation(withheld=("/b",)))

    assert (receipt.rows[1].fate, receipt.rows[1].places, receipt.rows[1].proof) == (
        "withheld",
        (),
        None,
    )


def test_a_receipt_without_any_place_proves_nothing():
    assert Receipt(rows=(Row(pointer="/a", fate="withheld", places=()),)).status == "unproven"


def test_the_worst_place_decides():
    places = tuple(
        Place(object="item", field=name, proof=proof)
        for name, proof in (("a", "verified"), ("b", "pending"), ("c", "unprovable"))
    )

    assert Row(pointer="/a", fate="exact", places=places).proof == "pending"


def test_evidence_comes_back_as_it_was_kept():
    receipt = receipt_of(translation(placed("title", "x", "/a")), ("title", None))

    assert unpack_receipt(pack_receipt(receipt)) == receipt


@pytest.mark.parametrize("capsule", [DATA, None, b'{"a":1,"b":3}'])
@pytest.mark.parametrize("withheld", [(), ("/b",)])
def test_in_brief_a_receipt_says_what_it_says_as_a_whole(
    capsule: bytes | None, withheld: tuple[str, ...]
) -> None:
    made = translation(placed("title", "x", "/a"), withheld=withheld)
    briefly = receipt_of(made, ("title", "x"), capsule=capsule, prove=proved)
    entire = receipt_of(made, ("title", "x"), capsule=capsule)

    assert entire == whole(briefly, LEAVES)
    assert entire == whole(unpack_receipt(pack_receipt(briefly)), LEAVES)
    for said in (lambda one: one.status, Receipt.proofs, Receipt.fates, Receipt.places):
        assert said(entire) == said(briefly)


def test_leaves_that_the_copy_alone_holds_are_counted_and_not_named() -> None:
    made = translation(placed("title", "x", "/a"))
    briefly = receipt_of(made, ("title", "x"), prove=proved)

    assert ["/a"] == [row.pointer for row in briefly.rows]
    assert (
        Rest(count=1, fate="capsule", place=Place(object="item", field="capsule", proof="verified"))
        == briefly.rest
    )
