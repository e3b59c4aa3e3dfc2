"""Timing that is fair on a shared machine: contenders take turns, and the fastest turn counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

Contender = Callable[[], object]

TURNS = 500

# A turn should end before the machine gives the processor to somebody else.
_TURN = 0.001


def race(contenders: Mapping[str, Contender], *, turns: int) -> dict[str, float]:
    """Seconds for one call of each contender.

    A busy machine can only make a turn slower, so the fastest of ``turns`` is nearest to what the
    work costs. Taking turns lets a slow moment hit all contenders alike.
    """
    calls = {name: _calls(contender) for name, contender in contenders.items()}
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(turns):
        for name, contender in contenders.items():
            best[name] = min(best[name], _timed(contender, calls[name]))
    return best


def _calls(contender: Contender) -> int:
    contender()
    return max(1, int(_TURN / max(_timed(contender, 1), 1e-7)))


def _timed(contender: Contender, calls: int) -> float:
    begin = time.perf_counter()
    for _ in range(calls):
        contender()
    return (time.perf_counter() - begin) / calls
