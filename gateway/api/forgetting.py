"""Forgets, from time to time, the turns of conversations that were never handed over."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

from gateway.config.durations import seconds_of
from gateway.config.settings import Duration
from gateway.sdk.errors import StoreUnavailable
from gateway.store.clock import now_plus
from gateway.store.turn_port import TurnStore

_log = logging.getLogger("readback.api")

LOOK_SECONDS = 300.0


@asynccontextmanager
async def forgetting(store: TurnStore, kept: Duration) -> AsyncGenerator[None, None]:
    """Looks every few minutes, as long as it is entered."""
    task = asyncio.create_task(_run(store, timedelta(seconds=seconds_of(kept))))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _run(store: TurnStore, kept: timedelta) -> None:
    while True:
        try:
            await store.drop_turns(before=now_plus(-kept))
        except StoreUnavailable as error:
            _log.warning("turns are not forgotten yet: %s", error)
        await asyncio.sleep(LOOK_SECONDS)
