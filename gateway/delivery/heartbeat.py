"""Keeps a lease alive for as long as its holder is at work."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Lease, LeaseLost
from gateway.store.port import LaneStore

LEASE_SECONDS = 30.0
"""How long a lane stays with a holder that has gone without a word."""

_BEATS = 3
"""Renewals in that time: two may fail before a holder loses its lane."""


@asynccontextmanager
async def held(
    lease: Lease, store: LaneStore, *, now: Callable[[], str], seconds: float = LEASE_SECONDS
) -> AsyncGenerator[None, None]:
    """Renew a lease while the block runs."""
    beating = asyncio.create_task(_beat(lease, store, now, seconds))
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def _beat(lease: Lease, store: LaneStore, now: Callable[[], str], seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds / _BEATS)
        # A holder that has lost its lane learns it from its next write.
        with contextlib.suppress(StoreUnavailable, LeaseLost):
            await store.renew(lease, now=now(), seconds=seconds)
