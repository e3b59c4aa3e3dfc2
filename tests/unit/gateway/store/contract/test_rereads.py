"""Later readings: due in time, taken by one reader, and never written over a newer state."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from gateway.store.records import Progress

DUE = "2026-11-20T10:00:00.000000Z"
LATER = "2026-11-20T10:05:00.000000Z"


@pytest.fixture
async def row(store, new_handoff):
    await store.accept(new_handoff("h-1"))
    row = replace(await store.delivery("h-1:support"), status="verified", ref="W", reread_at=DUE)
    await store.advance(Progress(delivery=row, evidence=b"first"))
    return row


async def test_a_reading_is_due_from_its_moment_on(store, row) -> None:
    assert [] == await store.due_rereads(now="2026-11-20T09:59:59.999999Z", limit=9)
    assert [row] == await store.due_rereads(now=DUE, limit=9)


async def test_a_first_reading_from_before_the_clock_was_set_back_is_due(store, row) -> None:
    assert [row] == await store.due_rereads(now="2026-11-20T05:00:00.000000Z", limit=9)
    await store.save_delivery(replace(row, rereads=1))
    assert [] == await store.due_rereads(now="2026-11-20T05:00:00.000000Z", limit=9)


async def test_the_most_overdue_comes_first_and_no_more_than_asked_for(
    store, row, new_handoff
) -> None:
    await store.accept(new_handoff("h-2", raw=b"2"))
    other = replace(await store.delivery("h-2:support"), reread_at="2026-11-20T09:00:00.000000Z")
    await store.save_delivery(other)
    assert ["h-2:support"] == [one.id for one in await store.due_rereads(now=DUE, limit=1)]


async def test_a_reading_is_taken_once(store, row) -> None:
    taken = await store.take_reread(row, until=LATER)
    assert (LATER, None) == (taken.reread_at, await store.take_reread(row, until=LATER))
    assert [] == await store.due_rereads(now=DUE, limit=9)


async def test_what_was_read_is_kept_with_its_evidence(store, row) -> None:
    taken = await store.take_reread(row, until=LATER)
    read = replace(taken, status="degraded", reread_at=None, rereads=1)
    assert await store.settle_reread(read, b"second", taken)
    assert (read, b"second") == (await store.delivery(row.id), await store.receipt(row.id))


async def test_a_reading_without_news_leaves_the_receipt_alone(store, row) -> None:
    taken = await store.take_reread(row, until=LATER)
    assert await store.settle_reread(replace(taken, reread_at=None), None, taken)
    assert b"first" == await store.receipt(row.id)


async def test_a_delivery_that_was_replayed_since_is_not_written_over(store, row) -> None:
    taken = await store.take_reread(row, until=LATER)
    owed = await store.reopen(row.id, anew=False)
    assert not await store.settle_reread(replace(taken, status="degraded"), b"late", taken)
    assert (owed, b"first") == (await store.delivery(row.id), await store.receipt(row.id))
