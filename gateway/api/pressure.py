"""Backpressure at the door: past a bound, a handoff is sent back before anything of it is kept.

Two things say that it is enough: how many deliveries wait, and how long the store takes for a
commit. Who is sent back loses nothing: nothing was acknowledged, and a retry is welcome.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from gateway.sdk.errors import ReadbackError
from gateway.store.port import DeliveryStore
from gateway.store.records import DeliveryFilter

LOOK_SECONDS = 2.0
"""So old the count of waiting deliveries may be; asking for it on each call would itself press."""

# The last commits weigh most: eight slow ones in a row make the average slow.
_WEIGHT = 0.25

# Counting alone is read from an index: 4 ms where 100,000 wait, and 50 ms for what metrics tell.
_UNFINISHED = DeliveryFilter(statuses=("pending", "delivering"))


class Overloaded(ReadbackError):
    """More is waiting than the gateway takes on; send it again a little later."""

    code = "handoff.not_now"
    public = "The gateway has too much to do right now. Send it again a little later."


class Pressure:
    """``most_waiting`` deliveries may wait; commits may take ``slowest`` seconds on average."""

    def __init__(
        self,
        store: DeliveryStore,
        *,
        most_waiting: int,
        slowest: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._most_waiting = most_waiting
        self._slowest = slowest
        self._clock = clock
        self._waiting = 0
        self._looked_at = float("-inf")
        self._average = 0.0

    @asynccontextmanager
    async def admitted(self) -> AsyncGenerator[None, None]:
        """Keep a handoff inside. Raises ``Overloaded`` before anything is done."""
        await self._look()
        if self._waiting >= self._most_waiting:
            raise Overloaded(f"{self._waiting} deliveries wait; the bound is {self._most_waiting}.")
        if self._average > self._slowest:
            # Whoever is sent back cannot show that the store is well again, so time has to.
            self._average *= 1 - _WEIGHT
            raise Overloaded(f"The store takes longer than {self._slowest:g} s for a commit.")
        began = self._clock()
        yield
        self._average += _WEIGHT * (self._clock() - began - self._average)
        self._waiting += 1

    async def _look(self) -> None:
        now = self._clock()
        if now - self._looked_at >= LOOK_SECONDS:
            self._looked_at = now
            self._waiting = await self._store.count_deliveries(_UNFINISHED)
