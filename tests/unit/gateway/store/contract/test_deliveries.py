"""Deliveries: their state, the unfinished ones, their receipts' evidence."""

from __future__ import annotations

import msgspec
import pytest

from gateway.sdk.errors import NotFound
from gateway.store.records import FINAL, DeliveryRow, Progress

SAVED = {
    "status": "verified",
    "attempts": 2,
    "next_attempt_at": "2026-11-20T09:31:00.000000Z",
    "ref": "35436",
    "url": "https://acme.example/items/35436",
    "delivered": b'{"ref":"35436"}',
    "proofs": b'{"verified":12}',
    "fates": b'{"field":3,"capsule":9}',
    "problem": b'{"code":"x.y","detail":"\\u0000"}',
    "mapping": "preset",
    "mapping_sha256": "a" * 64,
    "mapping_revision": 3,
    "schema_sha256": "b" * 64,
    "generation": 2,
    "first_attempt_at": "2026-11-20T09:30:01.000000Z",
    "last_attempt_at": "2026-11-20T09:30:59.000000Z",
    "reread_at": "2026-11-20T09:32:00.000000Z",
    "rereads": 1,
}


async def test_all_that_is_saved_of_a_delivery_comes_back(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    row = msgspec.structs.replace(await store.delivery("h-1:support"), **SAVED)
    await store.save_delivery(row)
    assert row == await store.delivery("h-1:support")


def test_the_test_above_changes_every_member_that_can_change() -> None:
    fixed = {"id", "handoff_id", "conversation_id", "destination", "created_at", "traceparent"}
    assert set(DeliveryRow.__struct_fields__) == SAVED.keys() | fixed


async def test_an_unknown_delivery_is_none(store) -> None:
    assert await store.delivery("nobody") is None


async def test_saving_a_delivery_that_nobody_accepted_is_refused(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    row = await store.delivery("h-1:support")
    with pytest.raises(NotFound):
        await store.save_delivery(msgspec.structs.replace(row, id="nobody"))


async def test_the_unfinished_ones_come_in_the_order_of_acceptance(store, new_handoff) -> None:
    # The clock went back between the two; the order of a conversation must not.
    await store.accept(new_handoff("h-2", at="2026-11-20T09:30:09.000000Z"))
    await store.accept(new_handoff("h-1", at="2026-11-20T09:30:01.000000Z", to=("b", "a")))
    assert ["h-2:support", "h-1:b", "h-1:a"] == [row.id for row in await store.unfinished()]


@pytest.mark.parametrize("status", sorted(FINAL))
async def test_a_delivery_with_a_final_status_is_not_unfinished(store, new_handoff, status) -> None:
    await store.accept(new_handoff("h-1"))
    row = await store.delivery("h-1:support")
    await store.save_delivery(msgspec.structs.replace(row, status=status))
    assert [] == await store.unfinished()


async def test_a_delivery_under_way_is_unfinished(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    row = await store.delivery("h-1:support")
    await store.save_delivery(msgspec.structs.replace(row, status="delivering"))
    assert ["delivering"] == [row.status for row in await store.unfinished()]


@pytest.fixture
async def kept(store, new_handoff) -> DeliveryRow:
    await store.accept(new_handoff("h-1"))
    row = await store.delivery("h-1:support")
    assert row is not None
    return row


async def test_a_receipts_evidence_comes_back_byte_for_byte(store, kept) -> None:
    await store.advance(Progress(delivery=kept, evidence=b"\x00\xff"))
    assert b"\x00\xff" == await store.receipt(kept.id)


async def test_a_delivery_is_settled_together_with_its_evidence(store, kept) -> None:
    settled = msgspec.structs.replace(kept, status="degraded")
    await store.advance(Progress(delivery=settled, evidence=b"{}"))
    assert (settled, b"{}") == (await store.delivery(kept.id), await store.receipt(kept.id))


async def test_a_second_receipt_replaces_the_first(store, kept) -> None:
    await store.advance(Progress(delivery=kept, evidence=b"first"))
    await store.advance(Progress(delivery=kept, evidence=b"second"))
    assert b"second" == await store.receipt(kept.id)


async def test_before_there_is_a_receipt_it_is_none(store, kept) -> None:
    assert await store.receipt(kept.id) is None


async def test_a_receipt_for_an_unknown_delivery_is_refused(store, kept) -> None:
    with pytest.raises(NotFound):
        await store.advance(
            Progress(delivery=msgspec.structs.replace(kept, id="nobody"), evidence=b"{}")
        )
    assert await store.receipt("nobody") is None
