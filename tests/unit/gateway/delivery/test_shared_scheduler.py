"""Lanes are handed out among processes: soon, in time, again when a process dies, never lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from gateway.delivery.shared_scheduler import SharedScheduler
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Lane
from gateway.store.postgres.queue import queue_settings
from gateway.store.postgres.store import PostgresStore

ONE, TWO = Lane("c\x001", "support"), Lane("c-2", "support")
Schedule = Callable[..., "asyncio.Future[SharedScheduler]"]


class Carried:
    """Works lanes off, and says what it was given and how many it had at a time."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.again: list[float | None] = []
        self.at_once = self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, lane: Lane) -> float | None:
        self.lanes.append(lane)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            await self.gate.wait()
        finally:
            self.at_once -= 1
        return self.again.pop(0) if self.again else None

    async def until(self, count: int) -> None:
        async with asyncio.timeout(30):
            while True:
                if len(self.lanes) >= count:
                    return
                await asyncio.sleep(0.01)


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[PostgresStore]:
    opened = PostgresStore(postgres_url)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def carried() -> Carried:
    return Carried()


@pytest.fixture
async def schedule(store: PostgresStore) -> AsyncIterator[Schedule]:
    started: list[SharedScheduler] = []

    async def start(carried: Carried, seats: int = 4, lease: float = 30.0) -> SharedScheduler:
        scheduler = SharedScheduler(carried, {"support": seats}, store.queue, lease)
        await scheduler.start()
        started.append(scheduler)
        return scheduler

    yield start
    for one in started:
        await one.stop()


async def empty(store: PostgresStore) -> None:
    async with asyncio.timeout(30):
        while True:
            if not await store.queue.lanes():
                return
            await asyncio.sleep(0.02)


async def test_a_lane_that_is_woken_is_worked_on_and_leaves_the_queue(
    store, schedule, carried
) -> None:
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(1)
    await empty(store)
    assert [ONE] == carried.lanes


async def test_a_lane_comes_again_after_the_pause_that_was_asked_for(
    store, schedule, carried
) -> None:
    carried.again = [0.05]
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(2)
    await empty(store)
    assert [ONE, ONE] == carried.lanes


async def test_a_lane_woken_twice_before_its_turn_is_handed_out_once(
    store, schedule, carried
) -> None:
    quiet = SharedScheduler(carried, {}, store.queue, 30.0)
    for _ in range(2):
        await quiet.wake(ONE)
    await schedule(carried)
    await carried.until(1)
    await empty(store)
    assert [ONE] == carried.lanes


async def test_no_more_lanes_of_a_destination_run_than_it_has_seats_in_all_processes(
    store, schedule, carried
) -> None:
    carried.gate.clear()
    scheduler = await schedule(carried, seats=2)
    await schedule(carried, seats=2)
    for number in range(6):
        await scheduler.wake(Lane(f"c-{number}", "support"))
    await carried.until(2)
    await asyncio.sleep(0.3)
    assert 2 == carried.most
    carried.gate.set()
    await carried.until(6)
    assert 2 == carried.most


async def test_a_lane_without_a_seat_anywhere_stays_in_the_queue(store, schedule, carried) -> None:
    scheduler = await schedule(carried)
    await scheduler.wake(Lane("c-1", "disabled"))
    await scheduler.wake(ONE)
    await carried.until(1)
    assert Lane("c-1", "disabled") in await store.queue.lanes()


async def test_what_is_cut_off_by_a_stop_is_worked_on_by_another(store, schedule, carried) -> None:
    carried.gate.clear()
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(1)
    await scheduler.stop()
    assert {ONE} == await store.queue.lanes()
    other = Carried()
    await schedule(other)
    await other.until(1)
    assert [ONE] == other.lanes


async def test_what_comes_to_a_rest_while_a_stop_drains_is_not_cut_off(
    store, schedule, carried
) -> None:
    carried.gate.clear()
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(1)
    stopping = asyncio.create_task(scheduler.stop(drain=30))
    await asyncio.sleep(0)
    carried.gate.set()
    await stopping
    assert set() == await store.queue.lanes()


async def test_a_lane_of_a_bug_comes_again_and_stops_nobody(
    store, schedule, carried, monkeypatch
) -> None:
    monkeypatch.setattr("gateway.delivery.shared_scheduler.AFTER_A_BUG", 0.05)
    failed: list[Lane] = []

    async def carry(lane: Lane) -> float | None:
        if not failed:
            failed.append(lane)
            raise ValueError
        return await carried(lane)

    scheduler = await schedule(carry)
    await scheduler.wake(ONE)
    await carried.until(1)
    assert [ONE] == failed == carried.lanes


async def test_only_lanes_that_the_queue_has_lost_are_filled_in(store, schedule, carried) -> None:
    quiet = SharedScheduler(carried, {}, store.queue, 30.0)
    await quiet.wake(ONE, after=3600)
    await quiet.refill([(ONE, 0.0), (TWO, 0.0)])
    await schedule(carried)
    await carried.until(1)
    assert ([TWO], True) == (carried.lanes, ONE in await store.queue.lanes())


async def test_a_connection_that_breaks_is_made_anew(
    store, schedule, carried, postgres_url, monkeypatch
) -> None:
    monkeypatch.setattr("gateway.delivery.shared_scheduler._RECONNECT_PAUSE", 0.05)
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(1)
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'readback' AND query ~ 'readback_pgqueuer|LISTEN'"
    )
    await admin.close()
    async with asyncio.timeout(30):
        while TWO not in carried.lanes:
            await wake_if_there_is_a_connection(scheduler)
            await asyncio.sleep(0.05)


async def wake_if_there_is_a_connection(scheduler: SharedScheduler) -> None:
    try:
        await scheduler.wake(TWO)
    except StoreUnavailable:
        return


async def test_the_log_of_jobs_does_not_grow_for_ever(
    store, schedule, carried, postgres_url
) -> None:
    scheduler = await schedule(carried)
    await scheduler.wake(ONE)
    await carried.until(1)
    await empty(store)
    table = queue_settings().queue_table_log
    admin = await asyncpg.connect(postgres_url)
    await admin.execute(f"UPDATE {table} SET created = now() - interval '2 hours'")  # noqa: S608
    await store.queue.tidy()
    left = await admin.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
    await admin.close()
    assert 0 == left
