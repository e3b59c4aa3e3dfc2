"""What is kept for a while only is forgotten: turns that nobody handed over, and events."""

from __future__ import annotations

import asyncio

import pytest

from gateway.api import forgetting
from gateway.config.settings import GatewaySettings
from gateway.sdk.errors import StoreUnavailable
from gateway.store.clock import now


class Store:
    """Hears what is to be dropped; fails the first ``failing`` times."""

    def __init__(self, failing: int = 0) -> None:
        self.before: list[str] = []
        self.events: list[str] = []
        self.many = 0
        self.heard = asyncio.Event()
        self._failing = failing

    async def drop_turns(self, *, before: str) -> int:
        if self._failing:
            self._failing -= 1
            raise StoreUnavailable
        self.before.append(before)
        return 0

    async def drop_events(self, *, before: str, limit: int) -> int:
        self.events.append(before)
        if self.many:
            self.many -= 1
            return limit
        self.heard.set()
        return 0


async def test_what_is_older_than_it_is_kept_for_is_dropped_at_once() -> None:
    store = Store()
    async with forgetting.forgetting(store, GatewaySettings(turns_kept="24h", events_kept="30d")):
        await store.heard.wait()

    ((turns,), (events,)) = (store.before, store.events)
    assert events < turns < now()


async def test_events_are_dropped_a_few_at_a_time_until_no_old_ones_are_left() -> None:
    store = Store()
    store.many = 3
    async with forgetting.forgetting(store, GatewaySettings(turns_kept="24h", events_kept="30d")):
        await store.heard.wait()

    assert 4 == len(store.events)


async def test_a_store_that_fails_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(forgetting, "LOOK_SECONDS", 0.0)
    store = Store(failing=2)
    async with forgetting.forgetting(store, GatewaySettings()):
        await store.heard.wait()

    assert 2 == sum("not forgotten yet" in record.message for record in caplog.records)
