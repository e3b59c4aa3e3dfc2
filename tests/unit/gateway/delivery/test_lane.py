"""A lane keeps its order, ends when it is empty, and can be cut off."""

from __future__ import annotations

import asyncio

import pytest

from gateway.delivery.lane import Lanes
from gateway.store.records import DeliveryRow


def row(number: int, conversation: str = "c-1", destination: str = "support") -> DeliveryRow:
    return DeliveryRow(
        id=f"d-{number}",
        handoff_id=f"h-{number}",
        conversation_id=conversation,
        destination=destination,
        status="pending",
        attempts=0,
        created_at="2026-11-20T12:00:00.000000Z",
    )


class Desk:
    """Works on a row until it is let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def let_go(self, *ids: str) -> None:
        for delivery_id in ids:
            self.gates.setdefault(delivery_id, asyncio.Event()).set()

    async def work(self, row: DeliveryRow) -> None:
        self.begun.append(row.id)
        await self.gates.setdefault(row.id, asyncio.Event()).wait()
        self.ended.append(row.id)


async def turns(number: int = 10) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def test_the_next_in_a_lane_begins_when_the_one_before_has_ended() -> None:
    desk = Desk()
    lanes = Lanes(desk.work)
    for number in range(3):
        lanes.add(row(number))
    await turns()
    assert ["d-0"] == desk.begun
    desk.let_go("d-0", "d-1", "d-2")
    await turns()
    assert ["d-0", "d-1", "d-2"] == desk.ended


@pytest.mark.parametrize("other", [row(2, conversation="c-2"), row(2, destination="sales")])
async def test_another_conversation_or_destination_is_another_lane(other: DeliveryRow) -> None:
    desk = Desk()
    lanes = Lanes(desk.work)
    lanes.add(row(1))
    lanes.add(other)
    await turns()
    assert ["d-1", "d-2"] == desk.begun
    await lanes.stop()


async def test_a_lane_without_work_is_gone_and_may_begin_again() -> None:
    desk = Desk()
    desk.let_go("d-1", "d-2")
    lanes = Lanes(desk.work)
    lanes.add(row(1))
    await turns()
    assert ({}, set()) == (lanes._queues, lanes._tasks)
    lanes.add(row(2))
    await turns()
    assert ["d-1", "d-2"] == desk.ended


async def test_work_that_breaks_is_logged_without_its_words_and_the_next_begins(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    async def work(one: DeliveryRow) -> None:
        if one.id == "d-1":
            raise KeyError("what the customer said")
        done.append(one.id)

    lanes = Lanes(work)
    lanes.add(row(1))
    lanes.add(row(2))
    await turns()
    assert ["d-2"] == done
    assert "delivery d-1 is left until a restart: KeyError at test_lane.py:" in caplog.text
    assert "customer said" not in caplog.text


async def test_stopping_cuts_everything_off_and_leaves_nothing_behind() -> None:
    desk = Desk()
    lanes = Lanes(desk.work)
    for number in range(3):
        lanes.add(row(number, conversation=f"c-{number % 2}"))
    await turns()
    await lanes.stop()
    assert ([], {}, set()) == (desk.ended, lanes._queues, lanes._tasks)


async def test_a_lane_that_was_stopped_before_its_first_step_can_be_used_again() -> None:
    desk = Desk()
    desk.let_go("d-1")
    lanes = Lanes(desk.work)
    lanes.add(row(1))
    await lanes.stop()
    lanes.add(row(1))
    await turns()
    assert ["d-1"] == desk.ended
