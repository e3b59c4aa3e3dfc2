"""Lanes are handed out in order, each to one carrier at a time, and none is forgotten."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from gateway.delivery.scheduler import LocalScheduler
from gateway.store.lanes import Lane

A, B, C = (Lane(name, "support") for name in "abc")
ELSEWHERE = Lane("a", "flex")


class Desk:
    """Carries lanes; ``open`` gates let it go on."""

    def __init__(self) -> None:
        self.began: list[Lane] = []
        self.gates: dict[Lane, asyncio.Event] = {}
        self.again: dict[Lane, list[float | None]] = {}
        self.timers: list[tuple[float, Callable[[], None]]] = []

    async def carry(self, lane: Lane) -> float | None:
        self.began.append(lane)
        if lane in self.gates:
            await self.gates[lane].wait()
        script = self.again.get(lane)
        return script.pop(0) if script else None

    def hold(self, *lanes: Lane) -> None:
        self.gates |= {lane: asyncio.Event() for lane in lanes}

    def timer(self, seconds: float, then: Callable[[], None]) -> asyncio.Handle:
        self.timers.append((seconds, then))
        return asyncio.get_running_loop().call_soon(int)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def scheduler(desk: Desk):
    made = LocalScheduler(desk.carry, {"support": 2, "flex": 1}, desk.timer)
    yield made
    await made.stop()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_lanes_are_carried_in_the_order_of_asking(scheduler, desk) -> None:
    for lane in (B, A, C):
        await scheduler.wake(lane)
    await settle()
    assert [B, A, C] == desk.began


async def test_no_more_lanes_are_carried_than_there_are_seats(scheduler, desk) -> None:
    desk.hold(A, B)
    for lane in (A, B, C):
        await scheduler.wake(lane)
    await settle()
    assert [A, B] == desk.began
    desk.gates[A].set()
    await settle()
    assert [A, B, C] == desk.began


async def test_another_destination_has_seats_of_its_own(scheduler, desk) -> None:
    desk.hold(A, B)
    for lane in (A, B, ELSEWHERE):
        await scheduler.wake(lane)
    await settle()
    assert [A, B, ELSEWHERE] == desk.began


async def test_a_lane_that_waits_for_a_seat_has_one_place_in_the_queue(scheduler, desk) -> None:
    desk.hold(A, B)
    for lane in (A, B, C, C, C):
        await scheduler.wake(lane)
    desk.gates[A].set()
    await settle()
    assert [A, B, C] == desk.began


async def test_a_lane_asked_for_while_it_is_carried_is_carried_once_more(scheduler, desk) -> None:
    desk.hold(A)
    await scheduler.wake(A)
    await settle()
    await scheduler.wake(A)
    await scheduler.wake(A)
    await settle()
    assert [A] == desk.began
    desk.gates[A].set()
    await settle()
    assert [A, A] == desk.began


async def test_a_lane_is_carried_again_after_the_pause_that_it_asks_for(scheduler, desk) -> None:
    desk.again[A] = [90.0]
    await scheduler.wake(A)
    await settle()
    ((seconds, then),) = desk.timers
    assert (90.0, [A]) == (seconds, desk.began)
    then()
    await settle()
    assert [A, A] == desk.began


async def test_whoever_asks_sooner_is_served_sooner(scheduler, desk) -> None:
    await scheduler.wake(A, 3600)
    await scheduler.wake(A)
    await settle()
    assert [A] == desk.began


async def test_a_carrier_that_breaks_frees_its_seat_and_the_lane_comes_again(desk, caplog) -> None:
    async def broken(lane: Lane) -> float | None:
        desk.began.append(lane)
        if lane == A:
            raise KeyError("customer's words")
        return None

    scheduler = LocalScheduler(broken, {"support": 1}, desk.timer)
    await scheduler.wake(A)
    await scheduler.wake(B)
    await settle()
    assert ([A, B], [60.0]) == (desk.began, [seconds for seconds, _ in desk.timers])
    assert "KeyError" in caplog.text
    assert "customer" not in caplog.text
    await scheduler.stop()


async def test_stopped_it_hands_nothing_out_any_more(scheduler, desk) -> None:
    desk.hold(A)
    await scheduler.wake(A)
    await scheduler.wake(B, 5)
    await settle()
    await scheduler.stop()
    await scheduler.wake(C)
    await settle()
    assert [A] == desk.began


async def test_it_stops_while_what_is_done_has_not_been_taken_out(desk, monkeypatch) -> None:
    turns: list[int] = []
    gather = asyncio.gather

    async def of_python_3_12(*tasks: asyncio.Task[None], **options: bool) -> None:
        turns.append(len(tasks))
        assert len(turns) < 3, "it waits for the same tasks again and again"
        if not all(task.done() for task in tasks):
            await gather(*tasks, **options)

    monkeypatch.setattr(asyncio, "gather", of_python_3_12)
    scheduler = LocalScheduler(desk.carry, {"support": 2, "flex": 1}, desk.timer)
    await scheduler.wake(A)
    await asyncio.sleep(0)

    await scheduler.stop()

    assert ([A], [1]) == (desk.began, turns)


async def test_a_hundred_thousand_waiting_lanes_are_handed_out_without_a_stutter(desk) -> None:
    gate = asyncio.Event()
    carried = 0

    async def carry(_: Lane) -> None:
        nonlocal carried
        await gate.wait()
        carried += 1

    scheduler = LocalScheduler(carry, {"support": 2}, desk.timer)
    for number in range(100_000):
        await scheduler.wake(Lane(str(number), "support"))
    await settle()
    assert 2 == len(scheduler._tasks)
    gate.set()
    while scheduler._tasks:  # noqa: ASYNC110 - it is the scheduler's own state
        await asyncio.sleep(0)
    assert 100_000 == carried
