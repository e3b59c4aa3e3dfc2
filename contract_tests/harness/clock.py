"""A clock that nobody waits for: sleeping moves it on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.store.clock import rfc3339

_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_LOOKING = timedelta(milliseconds=1)


class Clock:
    """Goes on by a millisecond each time somebody looks at it."""

    def __init__(self) -> None:
        self._now = _START

    def now(self) -> str:
        """The time as the store writes it."""
        self._now += _LOOKING
        return rfc3339(self._now)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._now += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        """Let time pass, for those who would wait."""
        self.advance(seconds)
