"""A dispatcher whose store is shared: others may make the delivery that somebody waits for here."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from gateway.delivery.attempt import Tools
from gateway.delivery.dispatch import Dispatcher
from gateway.store.clock import now, now_plus
from gateway.store.lanes import Lane
from gateway.store.records import NewDelivery, NewHandoff
from gateway.store.sqlite.store import SqliteStore


class Elsewhere:
    """A scheduler whose lanes are all worked on by somebody else."""

    async def start(self) -> None: ...
    async def wake(self, lane: Lane, after: float = 0.0) -> None: ...
    async def given_work(self, lane: Lane) -> None: ...
    async def refill(self, owed: Sequence[tuple[Lane, float]]) -> None: ...
    async def stop(self, drain: float = 0.0) -> None: ...


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "shared.db")
    await opened.open()
    await opened.accept(
        NewHandoff(
            id="h-1",
            conversation_id="c-1",
            created_at=now(),
            dialect="canonical",
            media_type="application/json",
            raw=b"{}",
            raw_sha256=hashlib.sha256(b"{}").hexdigest(),
            package=b"{}",
            deliveries=(NewDelivery(id="d-1", destination="support"),),
        )
    )
    yield opened
    await opened.close()


@pytest.fixture
def dispatcher(store: SqliteStore) -> Dispatcher:
    tools = Tools(store=store, now=now)
    return Dispatcher({}, tools, later=now_plus, scheduling=lambda *_: Elsewhere())


async def test_the_end_that_somebody_else_brings_about_is_noticed(store, dispatcher) -> None:
    waiting = asyncio.create_task(dispatcher.wait("d-1", 30))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await store.save_delivery(replace(await store.delivery("d-1"), status="verified"))
    assert await waiting


async def test_who_waited_long_enough_is_told_so(dispatcher) -> None:
    assert not await dispatcher.wait("d-1", 0.05)


async def test_what_has_ended_is_not_waited_for(store, dispatcher) -> None:
    await store.save_delivery(replace(await store.delivery("d-1"), status="failed"))
    assert await dispatcher.wait("d-1", 30)
