"""The two homes of the store, with what a test does to them from outside."""

from __future__ import annotations

import sqlite3
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import asyncpg

from gateway.store.clock import rfc3339
from gateway.store.port import Store
from gateway.store.postgres.store import PostgresStore
from gateway.store.sqlite.store import SqliteStore

_START = datetime(2026, 11, 20, 10, tzinfo=UTC)


class Home(Protocol):
    """Where stores are opened; ``now`` is the moment that tests give to stores."""

    now: str

    async def open(self, *, beside: bool = False) -> Store: ...
    async def let_pass(self, seconds: float) -> None: ...
    async def execute(self, statement: str) -> None: ...
    async def plan(self, query: str) -> str: ...


class SqliteHome:
    """A file."""

    def __init__(self, path: Path, stack: AsyncExitStack) -> None:
        self._path = path
        self._stack = stack
        self._moment = _START

    @property
    def now(self) -> str:
        return rfc3339(self._moment)

    async def open(self, *, beside: bool = False) -> Store:
        store = SqliteStore(self._path, exclusive=not beside)
        await store.open()
        self._stack.push_async_callback(store.close)
        return store

    async def let_pass(self, seconds: float) -> None:
        self._moment += timedelta(seconds=seconds)

    async def execute(self, statement: str) -> None:
        with closing(sqlite3.connect(self._path)) as database:
            database.execute(statement)

    async def plan(self, query: str) -> str:
        with closing(sqlite3.connect(self._path)) as database:
            return str(database.execute(f"EXPLAIN QUERY PLAN {query}").fetchall())


class PostgresHome:
    """A database. Its leases run out by its own clock, so time passes by making them older."""

    def __init__(self, url: str, stack: AsyncExitStack) -> None:
        self.url = url
        self._stack = stack
        self._moment = _START

    @property
    def now(self) -> str:
        return rfc3339(self._moment)

    async def open(self, *, beside: bool = False) -> Store:
        store = PostgresStore(self.url, migrates=not beside)
        await store.open()
        self._stack.push_async_callback(store.close)
        return store

    async def let_pass(self, seconds: float) -> None:
        self._moment += timedelta(seconds=seconds)
        await self.execute(
            f"UPDATE lanes SET expires_at = expires_at - make_interval(secs => {seconds})"  # noqa: S608
        )

    async def execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    async def plan(self, query: str) -> str:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")
            return str(await connection.fetch(f"EXPLAIN {query}"))
        finally:
            await connection.close()
