"""In a storm, with gateways killed, nothing is lost, doubled, out of order, or falsely verified."""

from __future__ import annotations

import signal
from functools import partial
from pathlib import Path

import pytest

from benchmarks.storm.__main__ import told
from benchmarks.storm.count import Sent, toll
from benchmarks.storm.run import Plan, storm
from benchmarks.storm.vendors import Held
from tests.postgres_server import Server


def test_a_small_storm_with_a_kill_breaks_no_promise(tmp_path: Path) -> None:
    outcome = storm(Plan(conversations=8, kills=1, share=0.08), tmp_path)
    print(told(outcome))

    assert outcome.is_clean
    assert {"verified": 24 * 4} == _all(outcome.tolls)
    # Two vendors give tokens, and a gateway that starts asks for new ones.
    assert outcome.happened["tokens"] > 8
    assert sum(count for name, count in outcome.happened.items() if name != "none") > 10


def test_a_small_storm_over_two_replicas_with_a_kill_and_a_crash_of_postgresql_breaks_no_promise(
    tmp_path: Path, postgres_url: str, postgres_server: Server
) -> None:
    plan = Plan(conversations=6, kills=1, gateways=2, share=0.08, store=postgres_url)
    crash = partial(postgres_server.restart, signal.SIGQUIT)
    outcome = storm(plan, tmp_path, at_each_kill=crash)
    print(told(outcome))

    assert outcome.is_clean
    assert {"verified": 18 * 4} == _all(outcome.tolls)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(3))
def test_a_long_storm_with_many_kills_breaks_no_promise(tmp_path: Path, seed: int) -> None:
    outcome = storm(Plan(conversations=200, kills=20, share=0.1, seed=seed), tmp_path)
    print(told(outcome))

    assert outcome.is_clean


def _all(tolls) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in tolls:
        for status, count in one.statuses.items():
            found[status] = found.get(status, 0) + count
    return found


SENT = [Sent("a", "c-1"), Sent("b", "c-1"), Sent("c", "c-2")]


def counted(*order: str, **statuses: str) -> tuple[int, int, int, int]:
    held = [Held(id_, f"ref-{number}") for number, id_ in enumerate(order)]
    found = toll("vendor", SENT, held, statuses)
    return found.lost, found.doubled, found.out_of_order, found.false_verified


def test_the_count_is_clean_where_everything_arrived_in_order() -> None:
    assert (0, 0, 0, 0) == counted("a", "c", "b", a="verified", b="verified")


def test_the_count_sees_what_was_lost_doubled_or_out_of_order() -> None:
    assert (1, 0, 0, 0) == counted("a", "b")
    assert (0, 1, 0, 0) == counted("a", "b", "c", "a")
    assert (0, 0, 1, 0) == counted("b", "c", "a")


def test_what_is_visibly_dead_is_not_lost() -> None:
    assert (0, 0, 0, 0) == counted("a", "b", c="dead")
    assert (1, 0, 0, 0) == counted("a", "b", c="unproven")


def test_the_count_sees_a_verified_delivery_that_the_vendor_does_not_have() -> None:
    assert (1, 0, 0, 1) == counted("a", "b", c="verified")
