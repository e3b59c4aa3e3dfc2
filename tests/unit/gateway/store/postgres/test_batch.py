"""Writes that share a commit share neither their failures nor what they looked at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from gateway.store.postgres.batch import (
    Ask,
    Effects,
    Outcome,
    Plan,
    Work,
    Written,
    commit_batch,
    key_of,
    statement,
)
from gateway.store.postgres.driver import Connection, connect

KEEP = "INSERT INTO kept VALUES ($1) RETURNING word"


async def nothing(*_: object) -> None:
    """No effects."""


@pytest.fixture
async def db(postgres_url: str) -> AsyncIterator[Connection]:
    connection = await connect(postgres_url)
    await connection.execute("CREATE TEMPORARY TABLE kept (word text UNIQUE)")
    yield connection
    await connection.close()


async def commit(db: Connection, *works: Work) -> list[Outcome]:
    return await commit_batch(db, works, Effects(nothing, nothing))


async def kept(db: Connection) -> list[str]:
    return [row["word"] for row in await db.fetch("SELECT word FROM kept ORDER BY word")]


def keep(word: str, *locks: str) -> Work:
    return statement(KEEP, word, locks=locks)


def count_then_keep(word: str, *locks: str) -> Work:
    def plan() -> Plan:
        row = yield Ask("SELECT count(*) AS count FROM kept", ())
        yield Ask(KEEP, (f"{word}{row['count']}",))
        return Written(value=row["count"])

    return Work(plan=plan, locks=locks)


async def test_each_caller_is_told_its_own_row(db) -> None:
    outcomes = await commit(db, keep("a"), count_then_keep("b"), keep("c"))
    assert ["a", "c"] == [outcomes[0].value["word"], outcomes[2].value["word"]]
    assert 3 == len(await kept(db))


async def test_a_write_that_fails_leaves_the_others_alone(db) -> None:
    outcomes = await commit(db, keep("a"), keep("a"), keep("b"))
    assert [None, asyncpg.UniqueViolationError, None] == [
        one.error and type(one.error) for one in outcomes
    ]
    assert ["a", "b"] == await kept(db)
    assert not db.is_in_transaction()


async def test_a_plan_that_refuses_leaves_the_others_in_their_commit(db) -> None:
    def refuse() -> Plan:
        yield Ask("SELECT 1 AS one", ())
        raise KeyError

    outcomes = await commit(db, keep("a"), Work(plan=refuse), keep("b"))
    assert isinstance(outcomes[1].error, KeyError)
    assert ["a", "b"] == await kept(db)


async def test_a_value_that_cannot_be_sent_fails_alone(db) -> None:
    outcomes = await commit(db, keep("a"), keep(7), keep("b"))
    assert isinstance(outcomes[1].error, Exception)
    assert ["a", "b"] == await kept(db)


async def test_writes_that_share_a_lock_see_one_another(db) -> None:
    outcomes = await commit(db, *(count_then_keep("w", "same") for _ in range(3)))
    assert [0, 1, 2] == [one.value for one in outcomes]
    assert ["w0", "w1", "w2"] == await kept(db)


async def test_effects_are_given_once_for_all_that_was_written(db) -> None:
    told: list[object] = []

    async def note(_: object, events: object) -> None:
        told.append(events)

    def happen() -> Plan:
        yield from ()
        return Written(events=("it",))

    await commit_batch(db, [Work(plan=happen)] * 2, Effects(note, nothing))
    assert [["it", "it"]] == told


async def test_locks_are_held_across_connections_until_the_commit(db, postgres_url) -> None:
    other = await connect(postgres_url)
    tried: list[bool] = []

    async def try_it(*_: object) -> None:
        row = await other.fetchrow("SELECT pg_try_advisory_lock($1) AS got", key_of("mine"))
        tried.append(row["got"])

    def happen() -> Plan:
        yield from ()
        return Written(events=("it",))

    await commit_batch(db, [Work(plan=happen, locks=("mine",))], Effects(try_it, nothing))
    await other.close()
    assert [False] == tried


async def test_a_connection_that_is_gone_is_the_callers_affair(db) -> None:
    db.terminate()
    with pytest.raises(asyncpg.InterfaceError):
        await commit(db, keep("a"))
