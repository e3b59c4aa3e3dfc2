"""Who is measured, and how: in turns, so that a slow moment of the machine hits all alike."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from benchmarks.pipeline.load import Door, send
from benchmarks.pipeline.process import cpu_seconds
from benchmarks.report import Rate

_PATIENCE = 120.0


class Contender(Struct, frozen=True, kw_only=True):
    """A server; ``count`` handoffs are one turn of it.

    ``has_ended`` says whether all that it was given has come to its end, so many in all: for those
    that answer before they have delivered.
    """

    name: str
    door: Door
    pid: int
    count: int
    has_ended: Callable[[int], bool] = lambda _: True


def measure(
    contenders: Sequence[Contender], bodies: Iterable[bytes], *, turns: int
) -> dict[str, Rate]:
    """The least that each contender took of either, in its turns after one that warms it up."""
    given = dict.fromkeys((one.name for one in contenders), 0)
    least = dict.fromkeys(given, Rate(float("inf"), float("inf")))
    for number in range(turns + 1):
        for one in contenders:
            given[one.name] += one.count
            taken = _turn(one, bodies, given[one.name])
            if number:
                least[one.name] = _least(least[one.name], taken)
    return least


def _least(one: Rate, other: Rate) -> Rate:
    return Rate(elapsed=min(one.elapsed, other.elapsed), cpu=min(one.cpu, other.cpu))


def _turn(one: Contender, bodies: Iterable[bytes], in_all: int) -> Rate:
    began, cpu = time.perf_counter(), cpu_seconds(one.pid)
    asyncio.run(_bounded(one, bodies))
    _wait(one, in_all, began + _PATIENCE)
    return Rate(
        elapsed=(time.perf_counter() - began) / one.count,
        cpu=(cpu_seconds(one.pid) - cpu) / one.count,
    )


async def _bounded(one: Contender, bodies: Iterable[bytes]) -> None:
    async with asyncio.timeout(_PATIENCE):
        await send(one.door, bodies, one.count)


def _wait(one: Contender, in_all: int, until: float) -> None:
    while not one.has_ended(in_all):
        if time.perf_counter() > until:
            raise RuntimeError(f"{one.name} did not deliver what it was given")
        time.sleep(0.02)
