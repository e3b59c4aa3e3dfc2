"""Who waits for whom: lanes, seats, and callers that want to know when a delivery ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from tests.unit.gateway.delivery.works import Floor, Vendor, floor, open_works


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
def slow() -> Vendor:
    return Vendor()


@pytest.fixture
async def works(tmp_path: Path, vendor: Vendor, slow: Vendor) -> AsyncIterator[Floor]:
    there, slowly = open_works(vendor), open_works(slow, "slow", concurrency=2)
    async with floor(tmp_path, there, slowly) as opened:
        yield opened


def held(vendor: Vendor) -> asyncio.Event:
    """The vendor answers nobody before this is set."""
    gate = asyncio.Event()

    async def wait(_: httpx.Request) -> None:
        await gate.wait()

    vendor.before = wait
    return gate


async def test_one_conversations_deliveries_are_made_in_order(works: Floor, vendor: Vendor) -> None:
    vendor.says(httpx.Response(503), httpx.Response(503))
    rows = [(await works.accept("c-1"))[0] for _ in range(3)]
    await works.deliver(*rows)
    created = [line for line in vendor.asked if line.startswith("POST")]
    assert [f"POST /items/{rows[0].id}"] * 2 + [f"POST /items/{row.id}" for row in rows] == created


def never(_seconds: float, _then: Callable[[], None]) -> asyncio.Handle:
    """A pause that does not end."""
    return asyncio.get_running_loop().call_soon(int)


async def test_another_conversation_does_not_wait_for_a_postponed_one(
    works: Floor, vendor: Vendor
) -> None:
    first, other = (await works.accept("c-1"))[0], (await works.accept("c-2"))[0]
    works.start_timer = never
    works.dispatcher = works.new_dispatcher()
    vendor.says(httpx.Response(503), to=f"POST /items/{first.id}")
    await works.dispatcher.submit(first)
    assert "verified" == (await works.deliver(other)).status
    # The first may still be noting down what it was told.
    async with asyncio.timeout(5):
        while (await works.row(first.id)).next_attempt_at is None:  # noqa: ASYNC110 - the store calls nobody
            await asyncio.sleep(0)
    assert "pending" == (await works.row(first.id)).status


async def test_a_slow_destination_delays_no_other(works: Floor, slow: Vendor) -> None:
    held(slow)
    there, late = await works.accept(to=("support", "slow"))
    await works.dispatcher.submit(late)
    assert "verified" == (await works.deliver(there)).status
    assert "delivering" == (await works.row(late.id)).status


async def test_a_destination_is_never_asked_by_more_than_its_concurrency(
    works: Floor, slow: Vendor
) -> None:
    gate = held(slow)
    rows = [(await works.accept(f"c-{n}", to=("slow",)))[0] for n in range(6)]
    for row in rows:
        await works.dispatcher.submit(row)
    await works.until(lambda: slow.busy == 2)
    gate.set()
    for row in rows:
        assert await works.dispatcher.wait(row.id, 5)
    assert 2 == slow.busiest


async def test_a_postponed_delivery_gives_its_seat_to_another(works: Floor, slow: Vendor) -> None:
    rows = [(await works.accept(f"c-{n}", to=("slow",)))[0] for n in range(3)]
    works.start_timer = never
    works.dispatcher = works.new_dispatcher()
    slow.says(httpx.Response(503), httpx.Response(503))
    await works.dispatcher.submit(rows[0])
    await works.dispatcher.submit(rows[1])
    assert "verified" == (await works.deliver(rows[2])).status


async def test_who_waits_for_an_ended_delivery_hears_at_once(works: Floor) -> None:
    (row,) = await works.accept()
    await works.deliver(row)
    assert await works.dispatcher.wait(row.id, 0)


async def test_who_waits_for_a_delivery_that_nobody_knows_hears_at_once(works: Floor) -> None:
    assert await works.dispatcher.wait("nobody", 0)


async def test_nothing_is_kept_for_who_waited_in_vain(works: Floor) -> None:
    (row,) = await works.accept()
    assert await works.dispatcher.wait(row.id, 0) is False
    assert 0 == len(works.dispatcher._endings)


async def test_nothing_is_kept_for_who_went_away(works: Floor) -> None:
    (row,) = await works.accept()
    waiting = asyncio.create_task(works.dispatcher.wait(row.id, 60))
    await works.until(lambda: len(works.dispatcher._endings) == 1)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert 0 == len(works.dispatcher._endings)


async def test_a_delivery_that_ends_while_the_store_is_asked_is_not_missed(works: Floor) -> None:
    (row,) = await works.accept()
    real = works.store.delivery
    owed = [row]

    async def delivery(delivery_id: str):
        found = await real(delivery_id)
        if owed:
            await works.dispatcher.submit(owed.pop())
            await works.until(lambda: not works.dispatcher._scheduler._tasks)
        return found

    works.store.delivery = delivery  # type: ignore[method-assign]
    assert await works.dispatcher.wait(row.id, 0)


async def test_several_may_wait_for_the_same_delivery(works: Floor) -> None:
    (row,) = await works.accept()
    waiting = [asyncio.create_task(works.dispatcher.wait(row.id, 5)) for _ in range(3)]
    await works.until(lambda: len(works.dispatcher._endings) == 1)
    await works.dispatcher.submit(row)
    assert [True] * 3 == await asyncio.gather(*waiting)
