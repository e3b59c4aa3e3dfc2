"""Turns of conversations that nobody handed over are forgotten."""

from __future__ import annotations

import asyncio

import pytest

from gateway.api import forgetting
from gateway.sdk.errors import StoreUnavailable
from gateway.store.clock import now


class Store:
    """Hears what is to be dropped; fails the first ``failing`` times."""

    def __init__(self, failing: int = 0) -> None:
        self.before: list[str] = []
        self.heard = asyncio.Event()
        self._failing = failing

    async def drop_turns(self, *, before: str) -> int:
        if self._failing:
            self._failing -= 1
            raise StoreUnavailable
        self.before.append(before)
        self.heard.set()
        return 0


async def test_what_is_older_than_it_is_kept_for_is_dropped_at_once() -> None:
    store = Store()
    async with forgetting.forgetting(store, "24h"):
        await store.heard.wait()

    (before,) = store.before
    assert before < now()


async def test_a_store_that_fails_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(forgetting, "LOOK_SECONDS", 0.0)
    store = Store(failing=2)
    async with forgetting.forgetting(store, "1h"):
        await store.heard.wait()

    assert 2 == sum("not forgotten yet" in record.message for record in caplog.records)
