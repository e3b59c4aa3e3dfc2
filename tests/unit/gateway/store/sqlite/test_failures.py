"""SQLite's failures as sentences with a cure."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from gateway.store.sqlite.failures import cure, unavailable

PATH = Path("store.db")


def failure(code: int, name: str = "SQLITE_SOMETHING") -> sqlite3.Error:
    error = sqlite3.OperationalError("near SELECT secret FROM bodies")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    return error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_FULL, "free some space"),
        (sqlite3.SQLITE_BUSY, "another process"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "another process"),
        (sqlite3.SQLITE_READONLY, "owner"),
        (sqlite3.SQLITE_IOERR_FSYNC, "look at the disk"),
        (sqlite3.SQLITE_CORRUPT, "restore a backup"),
        (sqlite3.SQLITE_NOTADB, "not a SQLite database"),
    ],
)
def test_each_failure_names_what_the_operator_does(code: int, expected: str) -> None:
    assert expected in cure(failure(code), PATH)


def test_an_unforeseen_failure_is_named_by_sqlites_word_for_it() -> None:
    assert "The store store.db: SQLite reports SQLITE_SOMETHING." == cure(failure(9999 << 8), PATH)


def test_a_failure_of_the_module_itself_is_named_by_its_class() -> None:
    assert "ProgrammingError" in cure(sqlite3.ProgrammingError("closed"), PATH)


def test_no_sql_reaches_the_operator() -> None:
    assert "SELECT" not in str(unavailable(failure(sqlite3.SQLITE_ERROR), PATH))
