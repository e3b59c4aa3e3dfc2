"""Every delivery that is owed is attempted until it ends, and none is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from gateway.delivery.schedule import SCHEDULE
from gateway.sdk.errors import StoreUnavailable
from gateway.store.records import Progress
from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works, problem


def failing(real: Callable[..., Any], times: int, *, after: int = 0) -> Callable[..., Any]:
    """A store's method that fails ``times`` times, from its call number ``after`` on."""
    calls = 0

    async def method(*given: Any, **how: Any) -> Any:
        nonlocal calls
        calls += 1
        if after < calls <= after + times:
            raise StoreUnavailable
        return await real(*given, **how)

    return method


async def test_a_delivery_is_delivered_read_back_and_verified(works: Floor) -> None:
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("verified", 1, f"W-{row.id}") == (ended.status, ended.attempts, ended.ref)
    assert ended.problem is None
    assert await works.store.receipt(row.id) is not None


async def test_a_busy_vendor_is_asked_again_after_the_schedules_pause(
    works: Floor, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(503))
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("verified", 2) == (ended.status, ended.attempts)
    assert [SCHEDULE[0].total_seconds()] == works.slept


async def test_a_vendor_that_asks_for_a_longer_pause_gets_it(works: Floor, vendor: Vendor) -> None:
    vendor.says(httpx.Response(503, headers={"retry-after": "90"}))
    (row,) = await works.accept()
    await works.deliver(row)
    assert [90.0] == works.slept


async def test_a_postponed_delivery_says_when_and_why(works: Floor, vendor: Vendor) -> None:
    vendor.says(httpx.Response(503, headers={"retry-after": "90"}))
    (row,) = await works.accept()
    works.start_timer = lambda _seconds, _then: asyncio.get_running_loop().call_soon(int)
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.asked != [] and not works.dispatcher._scheduler._tasks)
    seen = await works.row(row.id)
    assert ("pending", "2026-11-20T12:01:30.000000Z") == (seen.status, seen.next_attempt_at)
    assert "delivery.unreachable" == problem(seen)["code"]


async def test_after_the_schedules_last_attempt_a_delivery_is_dead(
    works: Floor, vendor: Vendor
) -> None:
    vendor.before = lambda _: httpx.Response(503)
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("dead", len(SCHEDULE) + 1, None) == (ended.status, ended.attempts, ended.ref)
    assert [pause.total_seconds() for pause in SCHEDULE] == works.slept
    assert ("delivery.unreachable", None) == (problem(ended)["code"], ended.next_attempt_at)


async def test_a_work_item_that_can_never_be_read_leaves_the_delivery_unproven(
    works: Floor, vendor: Vendor
) -> None:
    vendor.before = lambda request: httpx.Response(503) if request.method == "GET" else None
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("unproven", f"W-{row.id}") == (ended.status, ended.ref)
    assert "delivery.unreachable" == problem(ended)["code"]
    assert 1 == vendor.asked.count(f"POST /items/{row.id}")


async def test_a_refused_reading_back_keeps_the_work_item_and_says_what_was_refused(
    works: Floor, vendor: Vendor
) -> None:
    vendor.says(httpx.Response(410), to="GET")
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("unproven", f"W-{row.id}", 1) == (ended.status, ended.ref, ended.attempts)
    assert "read: refused with 410" == problem(ended)["detail"]


async def test_a_refused_delivery_fails_at_once(works: Floor, vendor: Vendor) -> None:
    vendor.says(httpx.Response(422, content=b'{"why": "customer text"}'))
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert ("failed", 1, "delivery.refused") == (
        ended.status,
        ended.attempts,
        problem(ended)["code"],
    )
    assert "customer text" not in str(problem(ended))


async def test_a_failed_sign_in_waits_for_new_credentials(works: Floor, vendor: Vendor) -> None:
    vendor.says(*[httpx.Response(401)] * 4)
    (row,) = await works.accept()
    ended = await works.deliver(row)
    assert "verified" == ended.status
    assert [pause.total_seconds() for pause in SCHEDULE[: ended.attempts - 1]] == works.slept
    assert 1 < ended.attempts


async def test_a_blocked_address_waits_instead_of_failing(tmp_path: Path, vendor: Vendor) -> None:
    blocked = open_works(vendor, base_url="http://127.0.0.1:9", allow_private_addresses=False)
    async with floor(tmp_path, blocked) as works:
        (row,) = await works.accept()
        ended = await works.deliver(row)
    assert ("dead", "delivery.blocked") == (ended.status, problem(ended)["code"])
    assert len(SCHEDULE) == len(works.slept)
    assert [] == vendor.asked


class Broken:
    """A mapping target that is fine, and an adapter that is not even a generator."""

    def __init__(self, manifest: object) -> None:
        self.manifest = manifest

    def deliver(self, *_: object) -> Any:
        raise KeyError("the customer's words")

    read_back = deliver


async def test_a_delivery_that_breaks_fails_and_its_lane_goes_on(
    tmp_path: Path, vendor: Vendor, caplog: pytest.LogCaptureFixture
) -> None:
    sound = open_works(vendor)
    broken = msgspec.structs.replace(sound, adapter=Broken(sound.adapter.manifest))
    async with floor(tmp_path, broken) as works:
        first, second = (await works.accept())[0], (await works.accept())[0]
        ended = await works.deliver(first, second)
        after = await works.row(second.id)
    assert ("failed", "failed") == (ended.status, after.status)
    assert problem(ended)["detail"].startswith("the gateway broke (KeyError at test_dispatch.py:")
    assert "customer's words" not in str(problem(ended)) + caplog.text


async def test_a_store_that_fails_for_a_while_costs_a_delivery_nothing(works: Floor) -> None:
    (row,) = await works.accept()
    outage = 30
    works.store.advance = failing(works.store.advance, outage)  # type: ignore[method-assign]
    ended = await works.deliver(row)
    assert ("verified", 1) == (ended.status, ended.attempts)
    assert [1.0] * outage == works.slept


@pytest.mark.parametrize("after", range(4))
async def test_a_write_that_fails_at_any_point_loses_nothing(
    works: Floor, vendor: Vendor, after: int
) -> None:
    first, second = (await works.accept())[0], (await works.accept())[0]
    works.store.advance = failing(works.store.advance, 2, after=after)  # type: ignore[method-assign]
    ended = await works.deliver(first, second)
    assert ("verified", 1, f"W-{first.id}") == (ended.status, ended.attempts, ended.ref)
    assert "verified" == (await works.row(second.id)).status
    # A reply that could not be kept is asked for again, by the key that the vendor knows.
    assert 1 + (after == 1) == vendor.asked.count(f"POST /items/{first.id}")


@pytest.mark.parametrize("status", [503, 422])
async def test_a_store_that_fails_while_a_failure_is_noted_does_not_end_the_lane(
    works: Floor, vendor: Vendor, status: int
) -> None:
    vendor.says(httpx.Response(status), httpx.Response(status))
    first, second = (await works.accept())[0], (await works.accept())[0]
    works.store.save_delivery = failing(works.store.save_delivery, 1)  # type: ignore[method-assign]
    ended = await works.deliver(first, second)
    after = await works.row(second.id)
    assert {503: "verified", 422: "failed"}[status] == ended.status
    assert "verified" == after.status


async def test_a_delivery_that_ended_in_a_write_nobody_heard_of_is_not_made_again(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept()
    real = works.store.advance

    async def deaf(progress: Progress, *given: Any, **how: Any) -> bool:
        is_free = await real(progress, *given, **how)
        if progress.evidence is not None:
            raise StoreUnavailable
        return is_free

    works.store.advance = deaf  # type: ignore[method-assign]
    ended = await works.deliver(row)
    assert ("verified", 1) == (ended.status, ended.attempts)
    assert 1 == vendor.asked.count(f"GET /items/{row.id}")


async def test_a_disabled_destination_keeps_its_deliveries_waiting(
    tmp_path: Path, vendor: Vendor
) -> None:
    async with floor(tmp_path, open_works(vendor, enabled=False)) as works:
        (row,) = await works.accept()
        await works.dispatcher.submit(row)
        assert await works.dispatcher.wait(row.id, 0) is False
        kept = [one.id for one in await works.store.unfinished()]
    assert ([row.id], []) == (kept, vendor.asked)


async def test_a_destination_that_is_no_longer_configured_keeps_its_deliveries_waiting(
    works: Floor, vendor: Vendor
) -> None:
    (row,) = await works.accept(to=("gone",))
    await works.dispatcher.start()
    await asyncio.sleep(0)
    assert ("pending", 0, []) == (
        (await works.row(row.id)).status,
        (await works.row(row.id)).attempts,
        vendor.asked,
    )


async def test_a_restart_takes_up_what_is_pending_and_what_was_being_delivered(
    works: Floor,
) -> None:
    first, second = (await works.accept("c-1"))[0], (await works.accept("c-2"))[0]
    await works.store.save_delivery(
        msgspec.structs.replace(second, status="delivering", attempts=1)
    )
    await works.dispatcher.start()
    for row in (first, second):
        assert await works.dispatcher.wait(row.id, 5)
    assert [("verified", 1), ("verified", 2)] == [
        ((await works.row(row.id)).status, (await works.row(row.id)).attempts)
        for row in (first, second)
    ]


async def test_stopped_in_mid_delivery_it_goes_on_without_asking_twice(
    works: Floor, vendor: Vendor
) -> None:
    stalled = asyncio.Event()

    async def stall(request: httpx.Request) -> None:
        if request.method == "PUT":
            stalled.set()
            await asyncio.Event().wait()

    vendor.before = stall
    (row,) = await works.accept()
    await works.dispatcher.submit(row)
    await asyncio.wait_for(stalled.wait(), 5)
    await works.dispatcher.stop()
    assert "delivering" == (await works.row(row.id)).status

    vendor.before = lambda _: None
    works.dispatcher = works.new_dispatcher()
    await works.dispatcher.start()
    assert await works.dispatcher.wait(row.id, 5)
    assert "verified" == (await works.row(row.id)).status
    assert [f"POST /items/{row.id}", *[f"PUT /items/{row.id}/copy"] * 2] == vendor.asked[:3]
