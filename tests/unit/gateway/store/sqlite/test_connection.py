"""Connections have the settings that durability rests on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.sqlite.connection import connect_reader, connect_writer


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("page_size", 16384)],
)
def test_the_writer_has_the_settings_that_durability_rests_on(
    tmp_path: Path, pragma: str, expected: object
) -> None:
    with closing(connect_writer(tmp_path / "store.db")) as connection:
        assert (expected,) == tuple(connection.execute(f"PRAGMA {pragma}").fetchone())


def test_the_page_size_is_that_of_the_file(tmp_path: Path) -> None:
    with closing(connect_writer(tmp_path / "store.db")) as connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
    with closing(connect_reader(tmp_path / "store.db")) as connection:
        assert (16384,) == tuple(connection.execute("PRAGMA page_size").fetchone())


def test_a_database_of_something_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE theirs (word TEXT)")
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="something else"):
        connect_writer(path)
    assert before == path.read_bytes()


def test_a_file_system_without_write_ahead_logging_is_refused() -> None:
    # SQLite keeps a nameless database in memory, where there is no log either.
    with pytest.raises(ConfigurationError, match="use a local disk"):
        connect_writer(Path(":memory:"))
