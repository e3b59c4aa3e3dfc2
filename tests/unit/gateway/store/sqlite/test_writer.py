"""The writer's thread: groups, order of telling, failures, its end."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.sdk.errors import StoreUnavailable
from gateway.store.sqlite.writer import Writer

PATH = Path("store.db")


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("CREATE TABLE kept (number INTEGER)")
    yield connection
    connection.close()


def keep(number: int):
    return lambda db: db.execute("INSERT INTO kept VALUES (?)", (number,)).rowcount


async def test_writes_that_gather_during_a_commit_share_the_next_one(db) -> None:
    groups: list[int] = []
    committed, gathered = threading.Event(), threading.Event()

    def on_commit(writes: int) -> None:
        groups.append(writes)
        committed.set()
        gathered.wait(10)

    writer = Writer(PATH, on_commit)
    writer.start(db)
    first = asyncio.create_task(writer.write(keep(0)))
    await asyncio.to_thread(committed.wait, 10)
    others = [asyncio.create_task(writer.write(keep(number))) for number in range(1, 100)]
    await asyncio.sleep(0)
    gathered.set()
    await asyncio.gather(first, *others)
    writer.stop()
    assert [1, 99] == groups
    assert (100,) == db.execute("SELECT count(*) FROM kept").fetchone()


async def test_what_one_turn_of_the_loop_writes_shares_a_commit(db) -> None:
    groups: list[int] = []
    writer = Writer(PATH, groups.append)
    writer.start(db)
    await asyncio.gather(*(writer.write(keep(number)) for number in range(50)))
    writer.stop()
    assert [50] == groups


async def test_what_was_gathered_when_the_writer_is_stopped_is_still_written(db) -> None:
    writer = Writer(PATH)
    writer.start(db)
    writing = asyncio.create_task(writer.write(keep(1)))
    await asyncio.sleep(0)
    writer.stop()
    assert 1 == await writing


async def test_nobody_is_told_before_the_commit(db) -> None:
    committed, told = threading.Event(), threading.Event()

    def on_commit(_: int) -> None:
        committed.set()
        told.wait(10)

    writer = Writer(PATH, on_commit)
    writer.start(db)
    task = asyncio.create_task(writer.write(keep(1)))
    await asyncio.to_thread(committed.wait, 10)
    assert not task.done()
    told.set()
    assert 1 == await task
    writer.stop()


async def test_a_failure_reaches_the_one_who_caused_it(db) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise LookupError("mine")

    writer = Writer(PATH)
    writer.start(db)
    with pytest.raises(LookupError, match="mine"):
        await writer.write(fail)
    assert 1 == await writer.write(keep(1))
    writer.stop()


async def test_a_failure_of_sqlite_is_told_in_the_operators_words(db) -> None:
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages}")
    writer = Writer(PATH)
    writer.start(db)
    with pytest.raises(StoreUnavailable, match=r"store\.db: the disk .* is full") as caught:
        await writer.write(lambda db: db.execute("INSERT INTO kept VALUES (zeroblob(100000))"))
    writer.stop()
    assert "INSERT" not in str(caught.value)


async def test_stopping_finishes_what_is_queued(db) -> None:
    writer = Writer(PATH)
    writer.start(db)
    tasks = [asyncio.create_task(writer.write(keep(number))) for number in range(10)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.stop)
    assert [1] * 10 == await asyncio.gather(*tasks)


async def test_a_stopped_writer_refuses(db) -> None:
    writer = Writer(PATH)
    writer.start(db)
    writer.stop()
    with pytest.raises(StoreUnavailable, match="closed"):
        await writer.write(keep(1))


async def test_one_who_stopped_waiting_does_not_disturb_the_others(db) -> None:
    writer = Writer(PATH)
    gone = asyncio.create_task(writer.write(keep(1)))
    writer.start(db)
    stays = asyncio.create_task(writer.write(keep(2)))
    await asyncio.sleep(0)
    gone.cancel()
    assert 1 == await stays
    writer.stop()
