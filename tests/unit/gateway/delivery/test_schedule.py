"""The schedule is published: these numbers stand in the documentation."""

from __future__ import annotations

from datetime import timedelta

from gateway.delivery.schedule import SCHEDULE, delay


def _most() -> float:
    return 1.0


def test_the_first_pause_is_at_most_a_second() -> None:
    assert timedelta(seconds=1) == delay(1, _most)


def test_a_pause_is_drawn_from_its_whole_step() -> None:
    assert [timedelta(0), timedelta(seconds=15), timedelta(seconds=30)] == [
        delay(3, lambda drawn=drawn: drawn) for drawn in (0.0, 0.5, 1.0)
    ]


def test_all_pauses_together_stay_within_a_day() -> None:
    assert timedelta(hours=23, minutes=42, seconds=36) == sum(SCHEDULE, timedelta())


def test_pauses_never_get_shorter() -> None:
    assert sorted(SCHEDULE) == list(SCHEDULE)


def test_after_the_twelfth_attempt_there_is_no_other() -> None:
    assert timedelta(hours=8) == delay(11, _most)
    assert delay(12, _most) is None
