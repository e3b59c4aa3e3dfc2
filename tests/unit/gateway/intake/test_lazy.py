"""A mapping that is made at the first look."""

from __future__ import annotations

from gateway.intake.lazy import LazyMap


def test_it_is_made_once_and_only_when_somebody_looks() -> None:
    calls: list[int] = []

    def make() -> dict[str, int]:
        calls.append(1)
        return {"a": 1}

    lazy = LazyMap(make)

    assert [] == calls
    assert {"a": 1} == lazy
    assert (1, ["a"], 1, "{'a': 1}") == (lazy["a"], list(lazy), len(lazy), repr(lazy))
    assert [1] == calls
