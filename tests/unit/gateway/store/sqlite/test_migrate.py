"""Migrations: numbered, whole or not at all, never backwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.sqlite.connection import APPLICATION_ID
from gateway.store.sqlite.migrate import Migration, migrate, migrations, pending

PATH = Path("store.db")


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    yield connection
    connection.close()


def pragma(db: sqlite3.Connection, name: str) -> int:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_the_shipped_steps_are_numbered_without_gap() -> None:
    shipped = migrations()
    assert list(range(1, len(shipped) + 1)) == [step.number for step in shipped]


def test_a_fresh_store_lacks_every_step(db) -> None:
    assert migrations() == pending(db, PATH)


def test_after_migrating_nothing_is_pending_and_the_store_is_marked_as_ours(db) -> None:
    migrate(db, migrations())
    assert () == pending(db, PATH)
    assert APPLICATION_ID == pragma(db, "application_id")


def test_only_the_steps_that_are_lacking_are_run(db) -> None:
    migrate(db, migrations())
    later = Migration(99, "0099_more.sql", "CREATE TABLE more (word TEXT);")
    migrate(db, (later,))
    assert 99 == pragma(db, "user_version")


def test_a_step_that_fails_leaves_nothing_of_itself(db) -> None:
    broken = Migration(1, "0001_broken.sql", "CREATE TABLE half (word TEXT); CREATE NONSENSE;")
    with pytest.raises(sqlite3.OperationalError):
        migrate(db, (broken,))
    assert 0 == pragma(db, "user_version")
    assert [] == db.execute("SELECT name FROM sqlite_master").fetchall()
    assert not db.in_transaction


def test_a_store_written_by_a_newer_version_is_refused(db) -> None:
    db.execute("PRAGMA user_version = 99")
    with pytest.raises(ConfigurationError, match=r"newer Readback \(schema 99; this one knows \d+"):
        pending(db, PATH)
