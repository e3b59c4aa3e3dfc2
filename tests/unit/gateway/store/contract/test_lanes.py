"""Lanes: one holder at a time, oldest delivery first, and no write of somebody who lost one."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import msgspec
import pytest

from gateway.store.clock import rfc3339
from gateway.store.lanes import Claimed, Empty, Lane, Lease, LeaseLost, NotYet, Owed, Taken
from gateway.store.records import Progress

LANE = Lane("c-1", "support")


class At:
    """A store with lanes, asked at its home's moment."""

    def __init__(self, home, store) -> None:
        self.home = home
        self.store = store

    async def claim(self, holder: str = "one", *, cut_off: str = "", lane: Lane = LANE):
        return await self.store.claim(lane, holder, now=self.home.now, seconds=30, cut_off=cut_off)

    async def claimed(self, holder: str = "one") -> Claimed:
        found = await self.claim(holder)
        assert isinstance(found, Claimed)
        return found

    def later(self, seconds: float) -> str:
        return rfc3339(datetime.fromisoformat(self.home.now) + timedelta(seconds=seconds))


@pytest.fixture
async def two(home, store, new_handoff) -> At:
    """A lane with two deliveries."""
    await store.accept(new_handoff("h-1", raw=b"1"))
    await store.accept(new_handoff("h-2", raw=b"2"))
    return At(home, store)


async def test_a_claim_begins_the_oldest_delivery(two) -> None:
    found = await two.claimed()
    assert ("h-1:support", "delivering", 1) == (
        found.delivery.id,
        found.delivery.status,
        found.delivery.attempts,
    )
    assert found.delivery == await two.store.delivery("h-1:support")


async def test_a_lane_that_somebody_works_on_is_taken(two) -> None:
    await two.claimed()
    assert Taken() == await two.claim("another")


async def test_another_lane_is_free(two, new_handoff) -> None:
    await two.store.accept(new_handoff("h-3", raw=b"3", conversation="c-2"))
    await two.claimed()
    found = await two.claim("another", lane=Lane("c-2", "support"))
    assert "h-3:support" == found.delivery.id


async def test_its_holder_goes_on_with_the_next_delivery(two) -> None:
    first = await two.claimed()
    ended = msgspec.structs.replace(first.delivery, status="verified")
    await two.store.advance(Progress(delivery=ended, evidence=b""), first.lease)
    assert "h-2:support" == (await two.claimed()).delivery.id


async def test_a_lane_is_given_back_with_the_end_of_its_last_delivery_only(two) -> None:
    given_back: list[bool] = []
    for _ in range(2):
        found = await two.claimed()
        ended = msgspec.structs.replace(found.delivery, status="verified")
        progress = Progress(delivery=ended)
        held = await two.store.advance(progress, found.lease, gives_back=True)
        given_back.append(held is None)
    assert [False, True] == given_back
    assert Empty() == await two.claim("another")


async def test_a_claim_brings_the_handoff_and_says_whether_anybody_tried_before(two) -> None:
    first = await two.claimed()
    again = await two.claimed()
    assert (await two.store.package("h-1"), True) == (first.package, first.is_new)
    assert (first.package, False) == (again.package, again.is_new)


async def test_a_replay_is_not_new(two) -> None:
    found = await two.claimed()
    await two.store.save_delivery(
        msgspec.structs.replace(found.delivery, status="dead"), found.lease
    )
    await two.store.reopen(found.delivery.id, anew=False)
    assert not (await two.claimed()).is_new


async def test_a_lane_whose_deliveries_have_all_ended_is_empty_and_free(two) -> None:
    for _ in range(2):
        found = await two.claimed()
        ended = msgspec.structs.replace(found.delivery, status="failed")
        await two.store.save_delivery(ended, found.lease)
    assert Empty() == await two.claim()
    with pytest.raises(LeaseLost):
        await two.store.release(found.lease)


async def test_a_delivery_that_waits_holds_those_behind_it_back(two) -> None:
    found = await two.claimed()
    later = two.later(31)
    waiting = msgspec.structs.replace(found.delivery, status="pending", next_attempt_at=later)
    await two.store.save_delivery(waiting, found.lease)
    assert NotYet(at=later) == await two.claim()
    await two.home.let_pass(31)
    assert "h-1:support" == (await two.claimed("another")).delivery.id


async def test_an_attempt_that_was_cut_off_does_not_count_twice(two) -> None:
    found = await two.claimed()
    again = await two.claim(cut_off=found.delivery.id)
    assert 1 == again.delivery.attempts


async def test_an_attempt_at_another_delivery_counts(two) -> None:
    found = await two.claimed()
    await two.store.save_delivery(
        msgspec.structs.replace(found.delivery, status="dead"), found.lease
    )
    again = await two.claim(cut_off=found.delivery.id)
    assert ("h-2:support", 1) == (again.delivery.id, again.delivery.attempts)


async def test_a_lease_that_ran_out_goes_to_who_asks_and_its_holder_can_write_nothing(
    two, begun
) -> None:
    lost = await two.claimed()
    await two.home.let_pass(31)
    found = await two.claimed("another")
    assert found.lease.fence > lost.lease.fence
    assert ("h-1:support", 2) == (found.delivery.id, found.delivery.attempts)
    for write in (
        two.store.save_delivery(lost.delivery, lost.lease),
        two.store.advance(Progress(delivery=lost.delivery, evidence=b""), lost.lease),
        two.store.advance(Progress(exchanges=(begun(),)), lost.lease),
        two.store.advance(Progress(delivery=lost.delivery), lost.lease, gives_back=True),
        two.store.renew(lost.lease, now=two.home.now, seconds=30),
        two.store.release(lost.lease),
    ):
        with pytest.raises(LeaseLost):
            await write
    assert found.delivery == await two.store.delivery("h-1:support")
    assert [] == await two.store.exchanges("h-1:support")


async def test_a_lease_that_is_renewed_does_not_run_out(two) -> None:
    found = await two.claimed()
    await two.home.let_pass(29)
    await two.store.renew(found.lease, now=two.home.now, seconds=30)
    await two.home.let_pass(2)
    assert Taken() == await two.claim("another")


async def test_a_fence_never_comes_again(two) -> None:
    fences: list[int] = []
    for _ in range(3):
        found = await two.claimed()
        fences.append(found.lease.fence)
        await two.store.release(found.lease)
    assert sorted(set(fences)) == fences


async def test_a_lane_that_was_let_go_is_free_at_once(two) -> None:
    await two.store.release((await two.claimed()).lease)
    assert isinstance(await two.claim("another"), Claimed)


async def test_a_forged_fence_is_no_lease(two) -> None:
    found = await two.claimed()
    forged = Lease(lane=LANE, holder="one", fence=found.lease.fence + 1)
    with pytest.raises(LeaseLost):
        await two.store.save_delivery(found.delivery, forged)


async def test_lanes_that_owe_something_come_oldest_first_with_their_moment(
    two, new_handoff
) -> None:
    await two.store.accept(new_handoff("h-3", raw=b"3", conversation="c-2"))
    found = await two.claimed()
    later = two.later(31)
    await two.store.save_delivery(
        msgspec.structs.replace(found.delivery, status="pending", next_attempt_at=later),
        found.lease,
    )
    assert [
        Owed(lane=LANE, at=later, last=two.home.now),
        Owed(lane=Lane("c-2", "support")),
    ] == await two.store.owed()


async def test_a_delivery_that_was_attempted_before_the_clock_was_set_back_waits_no_longer(
    two,
) -> None:
    found = await two.claimed()
    waiting = msgspec.structs.replace(
        found.delivery,
        status="pending",
        next_attempt_at=two.later(3600.0 + 31),
        last_attempt_at=two.later(3600.0),
    )
    await two.store.save_delivery(waiting, found.lease)
    assert isinstance(await two.claim(), Claimed)


async def test_a_lane_is_orphaned_once_its_lease_has_run_out(two) -> None:
    await two.claimed()
    assert [] == await two.store.orphaned(now=two.home.now)
    await two.home.let_pass(31)
    assert [LANE] == await two.store.orphaned(now=two.home.now)


async def test_one_of_many_who_claim_at_once_gets_the_lane_in_whatever_process(
    two, new_handoff
) -> None:
    beside = At(two.home, await two.home.open(beside=True))
    found = await asyncio.gather(*(at.claim(str(n)) for n, at in enumerate([two, beside] * 20)))
    assert 1 == sum(isinstance(one, Claimed) for one in found)
    assert 39 == found.count(Taken())


async def test_who_opens_the_store_beside_a_gateway_voids_nothing(two) -> None:
    await two.claimed()
    beside = At(two.home, await two.home.open(beside=True))
    assert Taken() == await beside.claim("another")
