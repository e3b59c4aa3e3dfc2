"""What is answered: stored rows as documents, and receipts of several destinations as one."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET

from gateway.api.documents import (
    ProblemDocument,
    WorkItem,
    delivery_detail,
    delivery_document,
    handoff_document,
    links,
    receipt_rows,
)
from gateway.delivery.proof import Place, Proof, Receipt, Row
from gateway.store.records import DeliveryRow, ExchangeRow, HandoffRow
from mappings.fate import Fate


def row(**changed: Any) -> DeliveryRow:
    members = {
        "id": "d-1",
        "handoff_id": "h-1",
        "conversation_id": "c-1",
        "destination": "support",
        "status": "pending",
        "attempts": 0,
        "created_at": "2026-11-20T12:00:00.000000Z",
    }
    return DeliveryRow(**{**members, **changed})


def handoff(*deliveries: DeliveryRow) -> HandoffRow:
    return HandoffRow(
        id="h-1",
        conversation_id="c-1",
        created_at="2026-11-20T12:00:00.000000Z",
        dialect="canonical",
        media_type="application/json",
        raw_sha256="",
        deliveries=deliveries,
    )


def receipt(pointer: str, fate: Fate, **proofs: Proof) -> Receipt:
    places = tuple(Place(object="item", field=name, proof=proof) for name, proof in proofs.items())
    return Receipt(rows=(Row(pointer=pointer, fate=fate, places=places),))


def test_a_new_delivery_has_neither_work_item_nor_counts_nor_problem() -> None:
    document = delivery_document(row())
    assert (None, {}, {}) == (document.work_item, document.proofs, document.fates)
    assert b'"problem"' not in msgspec.json.encode(document)


def test_a_work_item_without_an_address_is_still_one() -> None:
    assert WorkItem(ref="7", url="") == delivery_document(row(ref="7")).work_item


def test_counts_and_problem_are_shown_as_they_were_kept() -> None:
    problem = {"code": "delivery.stranded", "title": "T", "detail": "D", "errors": [{"code": "c"}]}
    document = delivery_document(
        row(
            proofs=b'{"verified":3}',
            fates=b'{"exact":1,"capsule":2}',
            problem=msgspec.json.encode(problem),
        )
    )
    assert ({"verified": 3}, {"exact": 1, "capsule": 2}) == (document.proofs, document.fates)
    assert ProblemDocument(**problem) == document.problem


def test_a_handoff_is_as_badly_off_as_its_worst_delivery() -> None:
    document = handoff_document(handoff(row(status="verified"), row(status="dead")))
    assert ("dead", 2, links("h-1")) == (
        document.status,
        len(document.deliveries),
        document.links,
    )


def test_a_request_that_never_left_is_shown_with_status_nought() -> None:
    exchange = ExchangeRow(
        delivery_id="d-1",
        phase="deliver",
        round=0,
        number=0,
        step="create",
        method="POST",
        path="/items",
        fingerprint="f",
        started_at="2026-11-20T12:00:00.000000Z",
        status=0,
        body=b"secret",
    )
    detail = delivery_detail(row(), [exchange])
    assert ("h-1", [0]) == (detail.handoff_id, [one.status for one in detail.exchanges])
    assert b"secret" not in msgspec.json.encode(detail)


def test_a_leaf_at_two_destinations_is_one_row_with_the_places_of_both() -> None:
    (merged,) = receipt_rows(
        {
            "support": receipt("/a", "exact", title="verified"),
            "sales": receipt("/a", "capsule", capsule="missing"),
        }
    )
    assert ("/a", "exact", "missing") == (merged.pointer, merged.fate, merged.proof)
    assert [("support", "title", "verified"), ("sales", "capsule", "missing")] == [
        (place.destination, place.field, place.proof) for place in merged.places
    ]


def test_a_leaf_that_only_one_destination_has_is_kept() -> None:
    rows = receipt_rows(
        {"a": receipt("/x", "exact", f="verified"), "b": receipt("/y", "exact", f="verified")}
    )
    assert ["/x", "/y"] == [one.pointer for one in rows]


def test_a_leaf_withheld_everywhere_has_no_place_and_no_proof() -> None:
    (only,) = receipt_rows({"support": receipt("/a", "withheld")})
    assert ("withheld", None, []) == (only.fate, only.proof, only.places)


def test_a_leaf_withheld_at_one_destination_has_the_proof_of_the_other() -> None:
    (only,) = receipt_rows(
        {"a": receipt("/a", "withheld"), "b": receipt("/a", "exact", f="verified")}
    )
    assert ("exact", "verified", ["b"]) == (
        only.fate,
        only.proof,
        [place.destination for place in only.places],
    )


def test_sent_and_stored_are_shown_only_where_they_differ() -> None:
    places = (
        Place(object="item", field="a", proof="verified"),
        Place(object="item", field="b", proof="missing", sent="x", stored=None),
    )
    (only,) = receipt_rows({"s": Receipt(rows=(Row(pointer="/a", fate="exact", places=places),))})
    same, gone = only.places
    assert (UNSET, UNSET, "x", None) == (same.sent, same.stored, gone.sent, gone.stored)
    assert [{"destination", "object", "field", "proof"}, {*gone.__struct_fields__}] == [
        set(msgspec.to_builtins(place)) for place in (same, gone)
    ]


def test_without_a_receipt_there_are_no_rows() -> None:
    assert [] == receipt_rows({})
