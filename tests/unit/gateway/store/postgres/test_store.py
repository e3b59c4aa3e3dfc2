"""The whole store: shared, killed with its server, restarted, closed, unreachable."""

from __future__ import annotations

import asyncio
import itertools
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from gateway.store.lanes import Lane
from gateway.store.port import Store
from gateway.store.postgres.store import PostgresStore
from tests.postgres_server import Server
from tests.unit.gateway.store.postgres.accept_until_killed import raw

ROOT = Path(__file__).resolve().parents[5]


def the_types_agree(store: PostgresStore) -> Store:
    return store


@pytest.fixture
async def store(postgres_url: str) -> AsyncIterator[PostgresStore]:
    opened = PostgresStore(postgres_url)
    await opened.open()
    yield opened
    await opened.close()


async def ping_until_it_answers(store: PostgresStore) -> None:
    while True:
        try:
            return await store.ping()
        except StoreUnavailable:
            await asyncio.sleep(0.02)


async def test_what_was_acknowledged_survives_a_crash_of_the_server(
    store, postgres_url: str, postgres_server: Server
) -> None:
    acknowledged = accept_until_crashed(postgres_url, postgres_server, at_least=60)
    await ping_until_it_answers(store)
    for name in acknowledged:
        assert (raw(name), "application/json") == await store.raw(name)
        assert raw(name)[::-1] == await store.package(name)


def accept_until_crashed(url: str, server: Server, *, at_least: int) -> list[str]:
    script = Path(__file__).with_name("accept_until_killed.py")
    with subprocess.Popen(
        [sys.executable, script, url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        lines = list(itertools.islice(process.stdout, at_least))
        server.restart(signal.SIGQUIT)
        process.kill()
        lines += process.stdout.readlines()
    assert at_least <= len(lines)
    return [line.strip() for line in lines if line.endswith("\n")]


async def test_writes_and_reads_fail_while_the_server_is_down_and_go_on_after(
    store, postgres_server: Server, new_handoff
) -> None:
    await store.accept(new_handoff("h-1"))
    postgres_server.stop()
    try:
        with pytest.raises(StoreUnavailable, match="PostgreSQL"):
            await store.accept(new_handoff("h-2"))
        with pytest.raises(StoreUnavailable, match="PostgreSQL"):
            await store.handoff("h-1")
    finally:
        postgres_server.start()
    await ping_until_it_answers(store)
    await store.accept(new_handoff("h-2"))
    assert await store.handoff("h-1") is not None


async def test_accepts_at_once_share_commits(postgres_url: str, new_handoff) -> None:
    groups: list[int] = []
    store = PostgresStore(postgres_url, on_commit=groups.append)
    await store.open()
    await asyncio.gather(*(store.accept(new_handoff(f"h-{n}")) for n in range(100)))
    await store.close()
    assert 100 == sum(groups)
    assert len(groups) <= 10


async def test_an_accepted_handoffs_lanes_are_in_the_queue_with_it(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1", to=("support", "flex")))
    await store.accept(new_handoff("h-1", to=("support", "flex")))
    assert {Lane("c-1", "support"), Lane("c-1", "flex")} == await store.queue.lanes()


async def test_events_are_numbered_in_the_order_of_their_commits(
    store, postgres_url: str, new_handoff
) -> None:
    other = PostgresStore(postgres_url)
    await other.open()
    seen: list[int] = []
    accepting = [
        asyncio.create_task(
            (store, other)[n % 2].accept(new_handoff(f"h-{n}", conversation=f"{n}"))
        )
        for n in range(200)
    ]
    while len(seen) < len(accepting):
        found = await store.events(after=max(seen, default=0), limit=500)
        seen += [event.sequence for event in found]
    await asyncio.gather(*accepting)
    await other.close()
    assert sorted(set(seen)) == seen


async def test_a_closed_store_refuses_and_closes_again_in_peace(postgres_url: str) -> None:
    store = PostgresStore(postgres_url)
    await store.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.ping()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.handoff("h-1")


@pytest.mark.parametrize(
    ("url", "cure"),
    [
        ("postgresql://readback:hunter2@127.0.0.1:1/x", "does not answer"),
        ("postgresql://readback:hunter2@127.0.0.1:notaport/x", "not a PostgreSQL URL"),
        ("postgresql://readback:hunter2@127.0.0.1:5432/x?sslmode=hunter2", "not a PostgreSQL URL"),
    ],
)
async def test_a_store_that_cannot_be_reached_says_what_to_do_and_no_secret(
    url: str, cure: str
) -> None:
    with pytest.raises(ConfigurationError, match=cure) as caught:
        await PostgresStore(url).open()
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_database_that_is_not_there_is_named_as_such(postgres_server: Server) -> None:
    with pytest.raises(ConfigurationError, match="no such database"):
        await PostgresStore(postgres_server.url("nowhere")).open()
