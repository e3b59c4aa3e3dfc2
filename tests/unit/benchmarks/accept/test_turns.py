"""What is read from several turns."""

from __future__ import annotations

import pytest

from benchmarks.accept.load import Seen
from benchmarks.accept.turns import Result


def seen(accepted: int, cpu: float = 1.0) -> Seen:
    return Seen(
        accepted=accepted, seconds=2.0, cpu=cpu, grown=0, waits=[0.1, 0.2, 0.3], last=accepted
    )


def test_a_share_is_taken_turn_by_turn() -> None:
    mine, floor = Result([seen(10), seen(90), seen(40)]), Result([seen(20), seen(100), seen(100)])

    assert 0.5 == mine.share_of(floor)


def test_the_turn_with_the_least_processor_time_counts() -> None:
    assert 0.1 == pytest.approx(Result([seen(10, 2.0), seen(10, 1.0)]).cpu)


def test_the_middle_turn_says_how_many_a_second() -> None:
    assert 20 == Result([seen(10), seen(40), seen(90)]).rate
