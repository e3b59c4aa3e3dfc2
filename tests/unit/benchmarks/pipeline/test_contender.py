"""Taking turns."""

from __future__ import annotations

import os

import pytest

from benchmarks.pipeline import contender
from benchmarks.pipeline.contender import Contender, measure
from benchmarks.pipeline.load import Door


def test_contenders_take_turns_and_the_first_one_only_warms_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent: list[tuple[str, int]] = []
    asked: list[int] = []

    async def send(door: Door, bodies: object, count: int) -> None:
        sent.append((door.url, count))

    def has_ended(in_all: int) -> bool:
        asked.append(in_all)
        return True

    monkeypatch.setattr(contender, "send", send)
    both = [
        Contender(name="a", door=Door(url="a"), pid=os.getpid(), count=2, has_ended=has_ended),
        Contender(name="b", door=Door(url="b"), pid=os.getpid(), count=3),
    ]

    rates = measure(both, (), turns=1)

    assert [("a", 2), ("b", 3), ("a", 2), ("b", 3)] == sent
    assert [2, 4] == asked
    assert {"a", "b"} == set(rates)
    assert all(0 < rate.elapsed < float("inf") for rate in rates.values())
