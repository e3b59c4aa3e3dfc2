"""Forgets, from time to time, what is kept for a while: turns of conversations, and events."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Protocol

from gateway.config.durations import seconds_of
from gateway.config.settings import Duration, GatewaySettings
from gateway.sdk.errors import StoreUnavailable
from gateway.store.clock import now_plus
from gateway.store.port import EventStore, TurnStore

_log = logging.getLogger("readback.api")

LOOK_SECONDS = 300.0
# So many events in one commit: nobody who writes has to wait for long.
_AT_ONCE = 500


class Forgetful(TurnStore, EventStore, Protocol):
    """The parts of the store that let something go."""


@asynccontextmanager
async def forgetting(store: Forgetful, gateway: GatewaySettings) -> AsyncGenerator[None, None]:
    """Looks every few minutes, as long as it is entered."""
    turns, events = _age(gateway.turns_kept), _age(gateway.events_kept)
    task = asyncio.create_task(_run(store, turns, events))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _run(store: Forgetful, turns: timedelta, events: timedelta) -> None:
    while True:
        try:
            await store.drop_turns(before=now_plus(-turns))
            await _forget_events(store, events)
        except StoreUnavailable as error:
            _log.warning("what is old is not forgotten yet: %s", error)
        await asyncio.sleep(LOOK_SECONDS)


async def _forget_events(store: EventStore, kept: timedelta) -> None:
    dropped = _AT_ONCE
    while dropped:
        dropped = await store.drop_events(before=now_plus(-kept), limit=_AT_ONCE)


def _age(kept: Duration) -> timedelta:
    return timedelta(seconds=seconds_of(kept))
