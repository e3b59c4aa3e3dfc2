"""The readers: one moment for each read, side by side, never writing."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.sdk.errors import StoreUnavailable
from gateway.store.sqlite.connection import connect_writer
from gateway.store.sqlite.readers import Readers


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect_writer(tmp_path / "store.db")
    connection.execute("CREATE TABLE kept (number INTEGER)")
    yield connection
    connection.close()


@pytest.fixture
def readers(tmp_path: Path, db) -> Iterator[Readers]:
    started = Readers(tmp_path / "store.db")
    started.start()
    yield started
    started.stop()


def count(db: sqlite3.Connection) -> int:
    return db.execute("SELECT count(*) FROM kept").fetchone()[0]


async def test_a_read_sees_what_is_committed(db, readers) -> None:
    db.execute("INSERT INTO kept VALUES (1)")
    assert 1 == await readers.read(count)


async def test_what_one_read_looks_at_is_of_one_moment(db, readers) -> None:
    looked, written = threading.Event(), threading.Event()

    def twice(reader: sqlite3.Connection) -> tuple[int, int]:
        first = count(reader)
        looked.set()
        written.wait(10)
        return first, count(reader)

    reading = asyncio.create_task(readers.read(twice))
    await asyncio.to_thread(looked.wait, 10)
    db.execute("INSERT INTO kept VALUES (1)")
    written.set()
    assert (0, 0) == await reading


async def test_reads_run_beside_one_another(readers) -> None:
    both = threading.Barrier(2)
    assert {0, 1} == set(
        await asyncio.gather(
            readers.read(lambda _: both.wait(10)), readers.read(lambda _: both.wait(10))
        )
    )


async def test_a_reader_cannot_write(readers) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        await readers.read(lambda db: db.execute("INSERT INTO kept VALUES (1)"))


async def test_a_failed_read_leaves_its_connection_usable(readers) -> None:
    for _ in range(10):
        with pytest.raises(StoreUnavailable) as caught:
            await readers.read(lambda db: db.execute("SELECT * FROM nowhere"))
    assert "nowhere" not in str(caught.value)
    assert 0 == await readers.read(count)


async def test_stopped_readers_refuse(tmp_path: Path, db) -> None:
    readers = Readers(tmp_path / "store.db")
    readers.start()
    readers.stop()
    with pytest.raises(StoreUnavailable, match="closed"):
        await readers.read(count)
