"""Durable accepts a second, as a share of what a bare handler does that keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from benchmarks.accept.bodies import body
from benchmarks.accept.homes import PAUSED, Gateway, bare, gateway
from benchmarks.accept.sheets import Sheet
from benchmarks.accept.turns import Result, in_turns
from benchmarks.report import Goal

BARE = "a bare Litestar handler, nothing kept"
_SLOW_MS = 2
_LEAST = {"SQLite": 0.70, "PostgreSQL": 0.45}
_TURNS = 5
_SECONDS = 1.2

_NOTE = (
    "32 connections, {size:,} bytes, the bare handler and each gateway in turns; every server has"
    " the first core for itself, the load generator and PostgreSQL's own processes the others. The"
    " destination is disabled, so nothing is delivered meanwhile. The handler reads the same bytes"
    " with the same decoder. `+ 2 ms` is emulated: SQLite's writer sleeps so long after each commit"
    " and before anybody is told, PostgreSQL sleeps so long before each COMMIT, with its locks"
    " held. CPU is the gateway's process alone."
)


def measured(folder: Path, stores: Mapping[str, str]) -> tuple[Sheet, tuple[Goal, ...]]:
    """The table and its goals; ``stores`` are homes by name."""
    sent = body()
    with ExitStack() as open_:
        served = {BARE: open_.enter_context(bare())}
        for name, store in stores.items():
            for slow in (0, _SLOW_MS):
                served[_named(name, slow)] = open_.enter_context(_one(folder, name, store, slow))
        results = in_turns(served, sent, turns=_TURNS, seconds=_SECONDS)
    sheet = Sheet(
        title="Durable accept",
        columns=("share", "a second", "CPU µs", "p50 ms", "p99 ms"),
        rows=tuple(_row(name, one, results[BARE]) for name, one in results.items()),
        note=_NOTE.format(size=len(sent)),
    )
    return sheet, tuple(_goal(name, slow, results) for name in stores for slow in (0, _SLOW_MS))


def _one(folder: Path, name: str, store: str, slow: int) -> AbstractContextManager[Gateway]:
    return gateway(folder / f"{name}-{slow}", store, PAUSED, slow_ms=slow)


def _named(name: str, slow: int) -> str:
    return f"{name} + {slow} ms a commit" if slow else name


def _row(name: str, one: Result, floor: Result) -> tuple[str, ...]:
    return (
        name,
        f"{one.share_of(floor):.2f}",
        f"{one.rate:,.0f}",
        f"{one.cpu * 1e6:,.0f}",
        f"{one.wait(0.5) * 1e3:.1f}",
        f"{one.wait(0.99) * 1e3:.1f}",
    )


def _goal(name: str, slow: int, results: Mapping[str, Result]) -> Goal:
    share = results[_named(name, slow)].share_of(results[BARE])
    return Goal(what=f"durable accept, {_named(name, slow)}:", ratio=share, least=_LEAST[name])
