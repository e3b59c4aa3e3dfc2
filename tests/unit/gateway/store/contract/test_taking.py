"""Taking a lane with the first write about it: one taker, the oldest delivery, or nothing."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from gateway.store.lanes import (
    Claimed,
    Fresh,
    Lane,
    Lease,
    LeaseLost,
    Pin,
    Taken,
    taking,
)
from gateway.store.records import ExchangeRow, NewDelivery, Progress

LANE = Lane("c-1", "support")
PIN = Pin(mapping="support", mapping_sha256="5ee", mapping_revision=3, schema_sha256="5c4")


class At:
    """A store, asked at its home's moment."""

    def __init__(self, home, store) -> None:
        self.home = home
        self.store = store

    async def fresh(self, lane: Lane = LANE) -> Fresh:
        found = await self.store.fresh(lane)
        assert found is not None
        return found

    def taking(self, fresh: Fresh, holder: str = "one") -> Claimed:
        return taking(LANE, holder, fresh, now=self.home.now, seconds=30, pin=PIN)

    async def take(self, fresh: Fresh, holder: str = "one") -> Lease:
        right = self.taking(fresh, holder).lease
        lease = await self.store.advance(Progress(exchanges=(begun(fresh),)), right)
        assert isinstance(lease, Lease)
        return lease

    async def claim(self, holder: str):
        return await self.store.claim(LANE, holder, now=self.home.now, seconds=30)


def begun(fresh: Fresh) -> ExchangeRow:
    return ExchangeRow(
        delivery_id=fresh.delivery.id,
        phase="deliver",
        round=0,
        number=0,
        step="create",
        method="POST",
        path="/",
        fingerprint="f",
        started_at="2026-11-20T12:00:00.000000Z",
    )


@pytest.fixture
async def two(home, store, new_handoff) -> At:
    """A lane with two deliveries."""
    await store.accept(new_handoff("h-1", raw=b"1"))
    await store.accept(new_handoff("h-2", raw=b"2"))
    return At(home, store)


async def test_looking_at_what_nobody_has_begun_brings_its_handoff_and_changes_nothing(two) -> None:
    fresh = await two.fresh()
    assert fresh == await two.fresh()
    assert await two.store.delivery("h-1:support") == fresh.delivery
    assert await two.store.package("h-1") == fresh.package is not None


async def test_the_first_write_takes_the_lane_and_begins_the_delivery(two) -> None:
    fresh = await two.fresh()
    lease = await two.take(fresh)
    delivery = await two.store.delivery("h-1:support")
    assert two.taking(fresh).delivery == delivery
    assert ("delivering", 1, "5ee", 3) == (
        *(delivery.status, delivery.attempts),
        *(delivery.mapping_sha256, delivery.mapping_revision),
    )
    assert [begun(fresh)] == await two.store.exchanges("h-1:support")
    assert Taken() == await two.claim("another")
    await two.store.release(lease)


async def test_a_handoff_is_as_its_deliveries_are_once_one_is_taken(
    home, store, new_handoff
) -> None:
    both = tuple(NewDelivery(id=f"d-{name}", destination=name) for name in ("support", "chat"))
    await store.accept(replace(new_handoff("h-1", raw=b"1"), deliveries=both))
    at = At(home, store)
    await at.take(await at.fresh())
    listing = {"conversation": None, "before": None, "limit": 9}
    assert ["h-1"] == [one.id for one in await store.handoffs(status="pending", **listing)]
    other = await at.fresh(Lane("c-1", "chat"))
    right = taking(Lane("c-1", "chat"), "two", other, now=home.now, seconds=30, pin=PIN)
    await store.advance(Progress(), right.lease)
    assert ["h-1"] == [one.id for one in await store.handoffs(status="delivering", **listing)]


async def test_what_is_written_under_a_lease_that_was_taken_is_kept(two) -> None:
    fresh = await two.fresh()
    lease = await two.take(fresh)
    ended = replace(two.taking(fresh).delivery, status="verified")
    assert lease == await two.store.advance(Progress(delivery=ended), lease, gives_back=True)
    assert "h-2:support" == (await two.fresh()).delivery.id


async def test_a_lane_may_be_taken_and_ended_in_one_write(home, store, new_handoff) -> None:
    await store.accept(new_handoff("h-1", raw=b"1"))
    at = At(home, store)
    found = at.taking(await at.fresh())
    progress = Progress(delivery=replace(found.delivery, status="failed"))
    assert await store.advance(progress, found.lease, gives_back=True) is None
    assert "failed" == (await store.delivery("h-1:support")).status


async def test_nobody_takes_a_lane_that_somebody_holds(two) -> None:
    lost, fresh = await two.fresh(), await two.fresh()
    await two.take(fresh)
    await refused(two, lost)


async def test_nobody_takes_a_delivery_that_was_begun_and_let_go(two) -> None:
    lost = await two.fresh()
    held = await two.claim("another")
    await two.store.release(held.lease)
    await refused(two, lost)


async def test_nobody_takes_a_delivery_that_is_not_the_oldest(two) -> None:
    younger = replace((await two.fresh()).delivery, id="h-2:support", handoff_id="h-2")
    await refused(two, Fresh(delivery=younger, package=b"{}"))


async def refused(two: At, fresh: Fresh) -> None:
    before = await two.store.delivery(fresh.delivery.id)
    journal = await two.store.exchanges(fresh.delivery.id)
    with pytest.raises(LeaseLost):
        await two.take(fresh, "late")
    assert before == await two.store.delivery(fresh.delivery.id)
    assert journal == await two.store.exchanges(fresh.delivery.id)


async def test_of_many_who_take_a_lane_at_once_one_has_it(two) -> None:
    fresh, beside = await two.fresh(), await two.home.open(beside=True)
    takers = [At(two.home, store) for store in (two.store, beside)] * 8
    found = await asyncio.gather(
        *(at.take(fresh, str(number)) for number, at in enumerate(takers)), return_exceptions=True
    )
    assert 1 == sum(isinstance(one, Lease) for one in found)
    assert len(takers) - 1 == sum(isinstance(one, LeaseLost) for one in found)
    assert [begun(fresh)] == await two.store.exchanges("h-1:support")


async def test_a_delivery_that_was_begun_is_not_fresh(two) -> None:
    await two.take(await two.fresh())
    assert await two.store.fresh(LANE) is None
    assert await two.store.fresh(Lane("c-9", "support")) is None


async def test_an_attempt_that_was_cut_off_before_it_was_begun_counts_once(two) -> None:
    fresh = await two.fresh()
    found = await two.store.claim(
        LANE, "one", now=two.home.now, seconds=30, cut_off=fresh.delivery.id
    )
    assert 1 == found.delivery.attempts
