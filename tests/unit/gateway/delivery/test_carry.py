"""Whoever carries a lane holds its lease; work that is handed out twice doubles nothing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx

from gateway.store.lanes import Claimed, Lane, Lease, Taking
from tests.unit.gateway.delivery.works import Floor, Vendor

LANE = Lane("c-1", "support")


def hold_first(vendor: Vendor, method: str) -> asyncio.Event:
    """Let the first request of a method wait until the event is set."""
    gate, waiting = asyncio.Event(), [True]

    async def before(request: httpx.Request) -> None:
        if request.method == method and waiting:
            waiting.clear()
            await gate.wait()

    vendor.before = before
    return gate


async def test_the_same_lane_in_two_hands_is_worked_on_by_one(works: Floor, vendor: Vendor) -> None:
    (row,) = await works.accept()
    gate = hold_first(vendor, "POST")
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.busy == 1)
    works.start_timer = lambda _seconds, _then: asyncio.get_running_loop().call_soon(int)
    other = works.new_dispatcher()
    await other.submit(row)
    await asyncio.sleep(0.05)
    gate.set()
    assert await works.dispatcher.wait(row.id, 5)
    await other.stop()
    assert 1 == vendor.asked.count(f"POST /items/{row.id}")
    assert ("verified", 1) == ((await works.row(row.id)).status, (await works.row(row.id)).attempts)


async def test_who_lost_its_lane_in_mid_request_writes_nothing_any_more(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    gate = hold_first(vendor, "PUT")
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.busy == 1)
    works.moment += timedelta(minutes=5)  # its lease runs out while it waits for the vendor
    other = works.new_dispatcher()
    await other.submit(row)
    assert await other.wait(row.id, 5)
    ended, journal = await works.row(row.id), await works.store.exchanges(row.id)
    gate.set()
    await works.until(lambda: not works.dispatcher._scheduler._tasks)
    await other.stop()
    assert ("verified", 2) == (ended.status, ended.attempts)
    assert (ended, journal) == (await works.row(row.id), await works.store.exchanges(row.id))
    assert 1 == vendor.asked.count(f"POST /items/{row.id}")


async def test_a_carrier_that_is_stopped_lets_its_lane_go(works: Floor, vendor: Vendor) -> None:
    (row,) = await works.accept()
    hold_first(vendor, "POST")
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.busy == 1)
    await works.dispatcher.stop()
    found = await works.store.claim(LANE, "another", now=works.tools.now(), seconds=30)
    assert isinstance(found, Claimed)


async def test_a_lane_whose_holder_died_is_taken_up_by_the_sweep(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    await works.store.claim(LANE, "somebody who dies", now=works.tools.now(), seconds=0)
    works.lease_seconds = 0.05
    works.dispatcher = works.new_dispatcher()
    works.moment += timedelta(seconds=1)
    await works.dispatcher.start()
    assert await works.dispatcher.wait(row.id, 5)
    assert "verified" == (await works.row(row.id)).status


async def test_a_lease_is_kept_alive_while_the_vendor_takes_its_time(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    gate = hold_first(vendor, "POST")
    renewed = asyncio.Event()
    real = works.store.renew

    async def renew(*given, **members) -> None:
        await real(*given, **members)
        renewed.set()

    works.store.renew = renew  # type: ignore[method-assign]
    works.lease_seconds = 0.1
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.submit(row)
    await asyncio.wait_for(renewed.wait(), 5)
    gate.set()
    assert await works.dispatcher.wait(row.id, 5)
    assert 1 == (await works.row(row.id)).attempts


async def test_every_write_of_a_delivery_names_its_lease(works: Floor) -> None:
    """A store that knew no fences would let a holder that lost its lane write on."""
    leases: list[object] = []
    for name in ("save_delivery", "advance"):
        real = getattr(works.store, name)

        async def noted(*given, real=real, **how):
            leases.append(given[-1])
            return await real(*given, **how)

        setattr(works.store, name, noted)
    (row,) = await works.accept()
    await works.deliver(row)
    assert len(leases) > 2
    first, *others = leases
    assert isinstance(first, Taking)
    assert {type(lease) for lease in others} == {Lease}


async def test_a_delivery_that_waits_is_not_tried_before_its_time_after_a_restart(
    works: Floor, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(503, headers={"retry-after": "3600"}))
    (row,) = await works.accept()
    works.start_timer = lambda _seconds, _then: asyncio.get_running_loop().call_soon(int)
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.asked != [] and not works.dispatcher._scheduler._tasks)
    await works.dispatcher.stop()
    pauses: list[float] = []
    works.start_timer = lambda seconds, _then: (
        pauses.append(seconds) or asyncio.get_running_loop().call_soon(int)
    )
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.start()
    await asyncio.sleep(0.05)
    assert ([3600.0], 1) == (pauses, len(vendor.asked))


async def test_what_was_just_accepted_is_delivered_without_asking_the_store(works: Floor) -> None:
    (row,) = await works.accept()
    package = await works.store.package(row.handoff_id)
    asked: list[Lane] = []

    async def noted(lane: Lane, *_: object, **__: object) -> None:
        asked.append(lane)

    works.store.fresh = noted  # type: ignore[method-assign]
    works.store.claim = noted  # type: ignore[method-assign,assignment]
    await works.dispatcher.submit(row, package)
    assert await works.dispatcher.wait(row.id, 5)
    assert [] == asked
    assert ("verified", 1) == ((await works.row(row.id)).status, (await works.row(row.id)).attempts)


async def test_what_was_handed_over_but_is_not_its_lanes_oldest_waits_its_turn(
    works: Floor, vendor: Vendor
) -> None:
    first, second = await works.accept(), await works.accept()
    package = await works.store.package(second[0].handoff_id)
    await works.dispatcher.submit(second[0], package)
    assert await works.dispatcher.wait(second[0].id, 5)
    made = [line for line in vendor.asked if line.startswith("POST /items/")]
    assert [f"POST /items/{row.id}" for row in (*first, *second)] == made
