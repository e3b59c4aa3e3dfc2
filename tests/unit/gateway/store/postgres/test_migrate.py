"""Migrations: numbered, whole or not at all, never backwards, and once for all replicas."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.postgres.driver import Connection, connect
from gateway.store.postgres.migrate import (
    Migration,
    demand_current,
    lacking,
    migrate,
    migrations,
    version,
)
from gateway.store.postgres.store import PostgresStore
from tests.postgres_server import Server


@pytest.fixture
async def empty_url(postgres_server: Server) -> AsyncIterator[str]:
    admin = await asyncpg.connect(postgres_server.url())
    await admin.execute("CREATE DATABASE fresh")
    yield postgres_server.url("fresh")
    await admin.execute("DROP DATABASE fresh WITH (FORCE)")
    await admin.close()


@pytest.fixture
async def db(empty_url: str) -> AsyncIterator[Connection]:
    connection = await connect(empty_url)
    yield connection
    await connection.close()


def test_the_shipped_steps_are_numbered_without_gap() -> None:
    shipped = migrations()
    assert list(range(1, len(shipped) + 1)) == [step.number for step in shipped]


async def test_a_fresh_store_gets_every_step_and_the_queue_and_then_nothing(db) -> None:
    done = await migrate(db, migrations())
    assert [step.name for step in migrations()] == list(done[:-1])
    assert done[-1].startswith("PgQueuer ")
    assert () == await migrate(db, migrations())
    assert migrations()[-1].number == await version(db)


async def test_only_the_steps_that_are_lacking_are_run(db) -> None:
    await migrate(db, migrations())
    later = Migration(99, "0099_more.sql", "CREATE TABLE more (word text)")
    assert ("0099_more.sql",) == await migrate(db, (*migrations(), later))
    assert 99 == await version(db)


async def test_a_step_that_fails_leaves_nothing_of_itself(db) -> None:
    broken = Migration(1, "0001_broken.sql", "CREATE TABLE half (word text); CREATE NONSENSE")
    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(db, (broken,))
    assert 0 == await version(db)
    assert None is (await db.fetchrow("SELECT to_regclass('half') AS half"))["half"]


def test_a_store_written_by_a_newer_version_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"newer Readback \(schema 99; this one knows \d+"):
        lacking(99, migrations())


async def test_replicas_that_start_together_migrate_once(empty_url) -> None:
    stores = [PostgresStore(empty_url) for _ in range(4)]
    done = await asyncio.gather(*(store.migrate() for store in stores))
    assert [True, False, False, False] == sorted(map(bool, done), reverse=True)


async def test_work_beside_a_gateway_says_what_to_run_where_the_schema_is_older(db) -> None:
    await migrate(db, migrations())
    later = Migration(99, "0099_more.sql", "")
    with pytest.raises(ConfigurationError, match="run readback migrate"):
        await demand_current(db, (*migrations(), later))


async def test_an_empty_database_is_filled_even_by_work_beside_a_gateway(empty_url) -> None:
    store = PostgresStore(empty_url, migrates=False)
    await store.open()
    await store.ping()
    await store.close()


async def test_a_server_that_does_not_keep_what_it_acknowledges_is_refused(db) -> None:
    await db.execute("SET synchronous_commit = off")
    with pytest.raises(ConfigurationError, match="synchronous_commit"):
        await migrate(db, migrations())
