"""Several writes, one commit: each in a savepoint of its own, so that none spoils another."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

Work: TypeAlias = Callable[[sqlite3.Connection], Any]


class Outcome(NamedTuple):
    """What one work returned, or why nothing of it is stored."""

    value: Any = None
    error: BaseException | None = None


def commit_group(connection: sqlite3.Connection, works: Sequence[Work]) -> list[Outcome]:
    """Run all works in one transaction; their outcomes, in order, once it is durable.

    Where the transaction as a whole is lost, each work gets one of its own: a body too large for
    what is left of the disk must not take small ones with it. So a work may run twice.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return [Outcome(error=error)] * len(works)
    try:
        outcomes = [_in_savepoint(connection, work) for work in works]
        connection.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - handed to whoever awaits it; the thread goes on
        _roll_back(connection)
        if len(works) == 1:
            return [Outcome(error=error)]
    else:
        return outcomes
    return [outcome for work in works for outcome in commit_group(connection, [work])]


def _in_savepoint(connection: sqlite3.Connection, work: Work) -> Outcome:
    connection.execute("SAVEPOINT work")
    try:
        outcome = Outcome(value=work(connection))
    except Exception as error:
        # A disk that is full or fails may end the whole transaction, savepoints and all.
        if not connection.in_transaction:
            raise
        connection.execute("ROLLBACK TO work")
        outcome = Outcome(error=error)
    connection.execute("RELEASE work")
    return outcome


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
