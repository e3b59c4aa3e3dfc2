"""A token bucket that all gateways on one PostgreSQL share: together they keep to the rate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from gateway.delivery.rate import Pace
from gateway.store.postgres.rates import Rates


class SharedBucket:
    """``Limiter`` of one destination. Its methods raise ``StoreUnavailable``."""

    def __init__(
        self,
        destination: str,
        pace: Pace,
        rates: Rates,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._destination = destination
        self._pace = pace
        self._rates = rates
        self._sleep = sleep

    async def take(self) -> None:
        """See ``Limiter``. A turn that was taken and not used is lost."""
        every = 1 / self._pace.per_second
        turn = await self._rates.turn(self._destination, every=every, burst=self._pace.burst)
        if turn.wait > 0:
            await self._sleep(turn.wait)

    async def rest(self, seconds: float) -> None:
        """See ``Limiter``: whoever has its turn already takes it."""
        if seconds > 0:
            await self._rates.put_off(self._destination, seconds)
