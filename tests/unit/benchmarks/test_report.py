"""Measurements as tables of ratios."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.report import Goal, Rate, Rates, Table, as_markdown, as_text
from benchmarks.timing import race

TABLE = Table(title="Bread", floor="a loaf", seconds={"a loaf": 2e-6, "two loaves": 5e-6})
GOALS = (
    Goal(what="two loaves:", ratio=2.5, most=2),
    Goal(what="a loaf:", ratio=1.0, most=1),
)


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_a_contender_is_a_multiple_of_the_floor(kind: str) -> None:
    texts = {
        "text": as_text([TABLE], GOALS),
        "markdown": as_markdown([TABLE], GOALS, date(2026, 5, 4)),
    }
    row = next(line for line in texts[kind].splitlines() if "two loaves" in line)

    assert ["two", "loaves", "2.50", "5.0"] == row.replace("|", " ").split()


def test_every_goal_says_whether_it_is_reached() -> None:
    expected = ["MISSED: two loaves: 2.50, at most 2", "reached: a loaf: 1.00, at most 1"]

    assert expected == as_text([TABLE], GOALS).splitlines()[-2:]


def test_the_results_say_when_they_were_measured() -> None:
    assert "2026-05-04, " in as_markdown([TABLE], GOALS, date(2026, 5, 4))


def test_every_contender_of_a_race_runs_and_has_a_time() -> None:
    ran: list[str] = []

    seconds = race({name: lambda name=name: ran.append(name) for name in "ab"}, turns=1)

    assert ({"a", "b"}, {"a", "b"}) == (set(ran), set(seconds))
    assert all(0 <= taken < float("inf") for taken in seconds.values())


RATES = Rates(
    title="Bakeries",
    rates={"ours": Rate(elapsed=0.002, cpu=0.0015)},
    missing={"theirs": "closed"},
)


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_a_server_has_its_rate_and_its_processor_time(kind: str) -> None:
    texts = {
        "text": as_text([], (), [RATES]),
        "markdown": as_markdown([], (), date(2026, 5, 4), [RATES]),
    }
    rows = [line.replace("|", " ").split() for line in texts[kind].splitlines()]

    assert ["ours", "500", "1.50"] in rows
    assert any(["theirs", "missing:", "closed"] == row for row in rows)


def test_a_goal_may_be_a_least() -> None:
    goals = [Goal(what="x", ratio=ratio, least=2) for ratio in (1.9, 2.0)]

    assert [False, True] == [goal.reached for goal in goals]
    assert "MISSED: x 1.90, at least 2" == as_text([], goals).splitlines()[0]
