"""Keeps a lease alive for as long as its holder is at work."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Lease, LeaseLost, Right
from gateway.store.port import LaneStore

LEASE_SECONDS = 30.0
"""How long a lane stays with a holder that has gone without a word."""

_BEATS = 3
"""Renewals in that time: two may fail before a holder loses its lane."""


@asynccontextmanager
async def held(
    lease: Callable[[], Right | None],
    store: LaneStore,
    *,
    now: Callable[[], str],
    seconds: float = LEASE_SECONDS,
) -> AsyncGenerator[None, None]:
    """Renew a lease, once it is taken, while the block runs."""
    heart = _Heart(lease, store, now, seconds)
    try:
        yield
    finally:
        await heart.stop()


class _Heart:
    """Beats from the first third of the lease on: most attempts are over before."""

    def __init__(
        self,
        lease: Callable[[], Right | None],
        store: LaneStore,
        now: Callable[[], str],
        seconds: float,
    ) -> None:
        self._lease, self._store, self._now, self._seconds = lease, store, now, seconds
        self._task: asyncio.Task[None] | None = None
        self._first = asyncio.get_running_loop().call_later(seconds / _BEATS, self._start)

    async def stop(self) -> None:
        """No renewal is under way any more."""
        self._first.cancel()
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _start(self) -> None:
        self._task = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            # A holder that has lost its lane learns it from its next write.
            lease = self._lease()
            with contextlib.suppress(StoreUnavailable, LeaseLost):
                if isinstance(lease, Lease):
                    await self._store.renew(lease, now=self._now(), seconds=self._seconds)
            await asyncio.sleep(self._seconds / _BEATS)
