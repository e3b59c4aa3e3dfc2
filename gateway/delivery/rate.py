"""A token bucket: no destination is asked more often than its settings allow."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct

_SECONDS = {"s": 1.0, "min": 60.0, "h": 3600.0}
# A bucket holds a tenth of its period's tokens, so a quiet minute is not followed by a flood.
_BURST_DIVISOR = 10


class Pace(Struct, frozen=True):
    """How fast, and how many at once after a quiet time."""

    per_second: float
    burst: float


def pace_of(rate: str) -> Pace:
    """The pace for a setting like "300/min"."""
    number, _, period = rate.partition("/")
    count = int(number)
    burst = max(count // _BURST_DIVISOR, 1)
    # What the bucket holds is taken off the refill: no period gets more than its count.
    return Pace((count - burst + 1) / _SECONDS[period], burst)


class Limiter(Protocol):
    """Stands before each request to a destination."""

    async def take(self) -> None:
        """Wait until one request may be made."""
        ...

    async def rest(self, seconds: float) -> None:
        """Let nothing through for a while: the vendor asked for it."""
        ...


class Bucket:
    """``Limiter`` of one process: hands out one token a request."""

    def __init__(
        self,
        per_second: float | None,
        burst: float = 1.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._per_second = per_second
        self._burst = max(burst, 1.0)
        self._tokens = self._burst
        self._clock = clock
        self._sleep = sleep
        self._filled_at = clock()
        self._rests_until = 0.0

    @classmethod
    def of(cls, rate: str | None) -> Bucket:
        """A bucket for a setting like "300/min"; None never waits."""
        if rate is None:
            return cls(None)
        pace = pace_of(rate)
        return cls(pace.per_second, pace.burst)

    async def rest(self, seconds: float) -> None:
        """See ``Limiter``."""
        if seconds > 0:
            self._rests_until = max(self._rests_until, self._clock() + seconds)

    async def take(self) -> None:
        """See ``Limiter``: in order, and behind a rest."""
        while (left := self._rests_until - self._clock()) > 0:
            await self._sleep(left)
        if self._per_second is None:
            return
        self._fill(self._per_second)
        self._tokens -= 1
        if self._tokens < 0:
            await self._sleep(-self._tokens / self._per_second)

    def _fill(self, per_second: float) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._filled_at) * per_second)
        self._filled_at = now
