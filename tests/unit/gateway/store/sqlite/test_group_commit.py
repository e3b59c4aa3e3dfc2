"""Writes that share a commit do not share their failures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence

import pytest

from gateway.store.sqlite.group_commit import Joint, commit_group


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE kept (word TEXT UNIQUE)")
    yield connection
    connection.close()


def keep(word: str) -> Callable[[sqlite3.Connection], str]:
    def work(db: sqlite3.Connection) -> str:
        db.execute("INSERT INTO kept VALUES (?)", (word,))
        return word

    return work


def kept(db: sqlite3.Connection) -> list[str]:
    return [word for (word,) in db.execute("SELECT word FROM kept ORDER BY rowid")]


def test_all_works_share_one_transaction(db) -> None:
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    outcomes = commit_group(db, [keep("a"), keep("b")])
    assert ["a", "b"] == [outcome.value for outcome in outcomes]
    assert 1 == statements.count("COMMIT")
    assert ["a", "b"] == kept(db)


def test_a_work_that_fails_leaves_the_others_alone(db) -> None:
    def half(db: sqlite3.Connection) -> None:
        keep("half")(db)
        raise KeyError

    outcomes = commit_group(db, [keep("a"), half, keep("a"), keep("b")])
    assert [type(None), KeyError, sqlite3.IntegrityError, type(None)] == [
        type(outcome.error) for outcome in outcomes
    ]
    assert ["a", "b"] == kept(db)


def test_a_work_too_large_for_the_disk_does_not_take_small_ones_with_it(db) -> None:
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages + 2}")
    outcomes = commit_group(db, [keep("a"), keep("x" * 1_000_000), keep("b")])
    assert [None, "SQLITE_FULL", None] == [
        getattr(outcome.error, "sqlite_errorname", None) for outcome in outcomes
    ]
    assert ["a", "b"] == kept(db)


def test_when_the_transaction_is_lost_each_work_gets_its_own(db) -> None:
    def lose(db: sqlite3.Connection) -> None:
        db.execute("ROLLBACK")
        raise sqlite3.OperationalError("disk I/O error")

    outcomes = commit_group(db, [keep("a"), lose, keep("b")])
    assert [False, True, False] == [outcome.error is not None for outcome in outcomes]
    assert ["a", "b"] == kept(db)
    assert not db.in_transaction


def test_where_no_transaction_can_begin_every_work_hears_why(tmp_path) -> None:
    holder = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    holder.execute("CREATE TABLE kept (word TEXT)")
    holder.execute("BEGIN IMMEDIATE")
    waiting = sqlite3.connect(tmp_path / "store.db", isolation_level=None, timeout=0)
    outcomes = commit_group(waiting, [keep("a"), keep("b")])
    assert ["SQLITE_BUSY"] * 2 == [outcome.error.sqlite_errorname for outcome in outcomes]
    waiting.close()
    holder.close()


def keep_all(db: sqlite3.Connection, words: Sequence[str]) -> list[str]:
    db.executemany("INSERT INTO kept VALUES (?)", [(word,) for word in words])
    return [f"{word} together" for word in words]


def joint(word: str) -> Joint:
    return Joint(word, lambda db, item: keep(item)(db), keep_all)


def test_joint_works_of_a_kind_are_written_at_once_and_told_in_order(db) -> None:
    outcomes = commit_group(db, [joint("a"), keep("b"), joint("c")])
    assert ["a together", "b", "c together"] == [outcome.value for outcome in outcomes]
    assert ["a", "c", "b"] == kept(db)


def test_where_one_of_a_kind_cannot_be_written_each_is_written_alone(db) -> None:
    outcomes = commit_group(db, [joint("a"), joint("b"), joint("a")])
    assert ["a", "b", None] == [outcome.value for outcome in outcomes]
    assert isinstance(outcomes[2].error, sqlite3.IntegrityError)
    assert ["a", "b"] == kept(db)


def test_works_that_all_go_well_need_no_savepoint(db) -> None:
    statements: list[str] = []
    db.set_trace_callback(statements.append)
    commit_group(db, [keep("a"), joint("b")])
    assert not [one for one in statements if "SAVEPOINT" in one]
