"""Lanes: one holder at a time, oldest delivery first, and no write of somebody who lost one."""

from __future__ import annotations

import msgspec
import pytest

from gateway.store.lanes import Claimed, Empty, Lane, Lease, LeaseLost, NotYet, Owed, Taken
from gateway.store.sqlite.store import SqliteStore

NOW = "2026-11-20T10:00:00.000000Z"
LATER = "2026-11-20T10:00:31.000000Z"
LANE = Lane("c-1", "support")


async def claim(store, holder: str = "one", *, now: str = NOW, cut_off: str = ""):
    return await store.claim(LANE, holder, now=now, seconds=30, cut_off=cut_off)


async def claimed(store, holder: str = "one", *, now: str = NOW) -> Claimed:
    found = await claim(store, holder, now=now)
    assert isinstance(found, Claimed)
    return found


@pytest.fixture
async def two(store, new_handoff) -> SqliteStore:
    await store.accept(new_handoff("h-1", raw=b"1"))
    await store.accept(new_handoff("h-2", raw=b"2"))
    return store


async def test_a_claim_begins_the_oldest_delivery(two) -> None:
    found = await claimed(two)
    assert ("h-1:support", "delivering", 1) == (
        found.delivery.id,
        found.delivery.status,
        found.delivery.attempts,
    )
    assert found.delivery == await two.delivery("h-1:support")


async def test_a_lane_that_somebody_works_on_is_taken(two) -> None:
    await claimed(two)
    assert Taken() == await claim(two, "another")


async def test_another_lane_is_free(two, new_handoff) -> None:
    await two.accept(new_handoff("h-3", raw=b"3", conversation="c-2"))
    await claimed(two)
    found = await two.claim(Lane("c-2", "support"), "another", now=NOW, seconds=30)
    assert "h-3:support" == found.delivery.id


async def test_its_holder_goes_on_with_the_next_delivery(two) -> None:
    first = await claimed(two)
    await two.settle(msgspec.structs.replace(first.delivery, status="verified"), b"", first.lease)
    assert "h-2:support" == (await claimed(two)).delivery.id


async def test_a_lane_whose_deliveries_have_all_ended_is_empty_and_free(two) -> None:
    for _ in range(2):
        found = await claimed(two)
        ended = msgspec.structs.replace(found.delivery, status="failed")
        await two.save_delivery(ended, found.lease)
    assert Empty() == await claim(two)
    with pytest.raises(LeaseLost):
        await two.release(found.lease)


async def test_a_delivery_that_waits_holds_those_behind_it_back(two) -> None:
    found = await claimed(two)
    waiting = msgspec.structs.replace(found.delivery, status="pending", next_attempt_at=LATER)
    await two.save_delivery(waiting, found.lease)
    assert NotYet(at=LATER) == await claim(two)
    assert "h-1:support" == (await claimed(two, "another", now=LATER)).delivery.id


async def test_an_attempt_that_was_cut_off_does_not_count_twice(two) -> None:
    found = await claimed(two)
    again = await claim(two, cut_off=found.delivery.id)
    assert 1 == again.delivery.attempts


async def test_an_attempt_at_another_delivery_counts(two) -> None:
    found = await claimed(two)
    await two.save_delivery(msgspec.structs.replace(found.delivery, status="dead"), found.lease)
    again = await claim(two, cut_off=found.delivery.id)
    assert ("h-2:support", 1) == (again.delivery.id, again.delivery.attempts)


async def test_a_lease_that_ran_out_goes_to_who_asks_and_its_holder_can_write_nothing(
    two, begun
) -> None:
    lost = await claimed(two)
    found = await claimed(two, "another", now=LATER)
    assert found.lease.fence > lost.lease.fence
    assert ("h-1:support", 2) == (found.delivery.id, found.delivery.attempts)
    for write in (
        two.save_delivery(lost.delivery, lost.lease),
        two.settle(lost.delivery, b"", lost.lease),
        two.begin_exchange(begun(), lost.lease),
        two.finish_exchange(begun(status=200), lost.lease),
        two.renew(lost.lease, now=LATER, seconds=30),
        two.release(lost.lease),
    ):
        with pytest.raises(LeaseLost):
            await write
    assert found.delivery == await two.delivery("h-1:support")
    assert [] == await two.exchanges("h-1:support")


async def test_a_lease_that_is_renewed_does_not_run_out(two) -> None:
    found = await claimed(two)
    await two.renew(found.lease, now="2026-11-20T10:00:29.000000Z", seconds=30)
    assert Taken() == await claim(two, "another", now=LATER)


async def test_a_fence_never_comes_again(two) -> None:
    fences: list[int] = []
    for _ in range(3):
        found = await claimed(two)
        fences.append(found.lease.fence)
        await two.release(found.lease)
    assert sorted(set(fences)) == fences


async def test_a_lane_that_was_let_go_is_free_at_once(two) -> None:
    await two.release((await claimed(two)).lease)
    assert isinstance(await claim(two, "another"), Claimed)


async def test_a_forged_fence_is_no_lease(two) -> None:
    found = await claimed(two)
    forged = Lease(lane=LANE, holder="one", fence=found.lease.fence + 1)
    with pytest.raises(LeaseLost):
        await two.save_delivery(found.delivery, forged)


async def test_lanes_that_owe_something_come_oldest_first_with_their_moment(
    two, new_handoff
) -> None:
    await two.accept(new_handoff("h-3", raw=b"3", conversation="c-2"))
    found = await claimed(two)
    await two.save_delivery(
        msgspec.structs.replace(found.delivery, status="pending", next_attempt_at=LATER),
        found.lease,
    )
    assert [Owed(lane=LANE, at=LATER), Owed(lane=Lane("c-2", "support"))] == await two.owed()


async def test_a_lane_is_orphaned_once_its_lease_has_run_out(two) -> None:
    await claimed(two)
    assert ([], [LANE]) == (await two.orphaned(now=NOW), await two.orphaned(now=LATER))


async def test_who_opens_the_store_alone_finds_every_lane_free(tmp_path, new_handoff) -> None:
    for holder in ("one", "another"):
        store = SqliteStore(tmp_path / "readback.db")
        await store.open()
        await store.accept(new_handoff("h-1"))
        assert isinstance(await claim(store, holder), Claimed)
        await store.close()


async def test_who_opens_the_store_beside_a_gateway_voids_nothing(two, tmp_path) -> None:
    await claimed(two)
    beside = SqliteStore(tmp_path / "readback.db", exclusive=False)
    await beside.open()
    assert Taken() == await claim(beside, "another")
    await beside.close()
