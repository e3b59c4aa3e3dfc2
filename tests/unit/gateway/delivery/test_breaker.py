"""A destination that is down is probed by one now and then, and closes with the first answer."""

from __future__ import annotations

import pytest

from gateway.delivery.breaker import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Breaker
from tests.unit.gateway.watch import Watch


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def breaker(watch: Watch) -> Breaker:
    return Breaker(clock=watch)


def fail(breaker: Breaker, times: int = FAILURES) -> None:
    for _ in range(times):
        breaker.failed()


def test_a_few_failures_stop_nobody(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    assert (0.0, False) == (breaker.wait(), breaker.is_open)


def test_an_answer_in_between_starts_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, FAILURES - 1)
    breaker.succeeded()
    fail(breaker, FAILURES - 1)
    assert not breaker.is_open


def test_failures_in_a_row_stop_everybody(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    assert FIRST_PAUSE == breaker.wait()
    watch.now = 2.0
    assert FIRST_PAUSE - 2 == breaker.wait()


def test_after_the_pause_one_probe_is_let_through(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    watch.now = FIRST_PAUSE
    assert [0.0, FIRST_PAUSE, FIRST_PAUSE] == [breaker.wait() for _ in range(3)]


def test_a_probe_that_fails_doubles_the_pause(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    watch.now = FIRST_PAUSE
    breaker.wait()
    breaker.failed()
    assert 2 * FIRST_PAUSE == breaker.wait()


def test_the_pause_grows_no_longer_than_its_bound(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    for _ in range(20):
        watch.now += LONGEST_PAUSE
        assert 0.0 == breaker.wait()
        breaker.failed()
    assert LONGEST_PAUSE == breaker.wait()


def test_a_probe_that_is_answered_lets_everybody_through(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    watch.now = FIRST_PAUSE
    breaker.wait()
    breaker.succeeded()
    assert [0.0, 0.0] == [breaker.wait(), breaker.wait()]
    breaker.failed()
    assert not breaker.is_open


def test_requests_under_way_when_it_opened_do_not_lengthen_the_pause(breaker: Breaker) -> None:
    fail(breaker, FAILURES + 10)
    assert FIRST_PAUSE == breaker.wait()


def test_a_probe_that_never_reports_is_followed_by_another(breaker: Breaker, watch: Watch) -> None:
    fail(breaker)
    watch.now = FIRST_PAUSE
    breaker.wait()
    watch.now += FIRST_PAUSE
    assert 0.0 == breaker.wait()
