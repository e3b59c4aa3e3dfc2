"""What was accepted a moment ago: held for its lane, not too much of it and not for long."""

from __future__ import annotations

from gateway.delivery.handed import Handed
from gateway.store.lanes import Fresh, Lane
from gateway.store.records import DeliveryRow


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def fresh(number: int, size: int = 10) -> Fresh:
    row = DeliveryRow(
        id=f"d-{number}",
        handoff_id="h",
        conversation_id="c",
        destination="support",
        status="pending",
        attempts=0,
        created_at="2026-11-20T09:30:00.000000Z",
    )
    return Fresh(delivery=row, package=b"x" * size)


def lane(number: int) -> Lane:
    return Lane(f"c-{number}", "support")


def test_what_was_handed_over_is_there_once() -> None:
    handed = Handed()
    handed.put(lane(1), fresh(1))
    assert fresh(1) == handed.pop(lane(1))
    assert handed.pop(lane(1)) is None


def test_a_lane_keeps_its_oldest() -> None:
    handed = Handed()
    handed.put(lane(1), fresh(1))
    handed.put(lane(1), fresh(2))
    assert fresh(1) == handed.pop(lane(1))


def test_what_there_is_no_room_for_has_to_be_read() -> None:
    handed = Handed(most_bytes=25)
    for number in range(3):
        handed.put(lane(number), fresh(number))
    assert [fresh(0), fresh(1), None] == [handed.pop(lane(number)) for number in range(3)]


def test_what_is_taken_away_makes_room() -> None:
    handed = Handed(most_bytes=10)
    handed.put(lane(1), fresh(1))
    handed.pop(lane(1))
    handed.put(lane(2), fresh(2))
    assert fresh(2) == handed.pop(lane(2))


def test_what_nobody_asks_for_makes_room_after_a_while() -> None:
    clock = Clock()
    handed = Handed(most_bytes=10, clock=clock)
    handed.put(lane(1), fresh(1))
    clock.at = 60.0
    handed.put(lane(2), fresh(2))
    assert [None, fresh(2)] == [handed.pop(lane(1)), handed.pop(lane(2))]
