"""When a delivery is tried again: a published schedule with full jitter.

Full jitter (a uniform draw between nothing and the step) keeps deliveries that failed together
from coming back together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

SCHEDULE: tuple[timedelta, ...] = (
    timedelta(seconds=1),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=8),
)
"""The longest pause after each failed attempt: 12 attempts within at most 23 h 43 min."""


def delay(attempt: int, random: Callable[[], float]) -> timedelta | None:
    """How long to wait after the ``attempt``-th attempt (1 is the first) failed.

    ``random`` draws from 0 to 1. None: the schedule is over and the delivery is dead.
    """
    if attempt > len(SCHEDULE):
        return None
    return SCHEDULE[max(attempt, 1) - 1] * random()
