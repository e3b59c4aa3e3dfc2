"""Several writes, one commit, and none of them spoils another."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

Work: TypeAlias = Callable[[sqlite3.Connection], Any]


class Joint(Struct, frozen=True, gc=False):
    """A work that shares its statements with those of its kind, which have the same ``together``.

    ``together`` gives the value of each item in order, and raises where any of them needs to be
    looked at; then each is written ``alone``.
    """

    item: Any
    alone: Callable[[sqlite3.Connection, Any], Any]
    together: Callable[[sqlite3.Connection, Sequence[Any]], Sequence[Any]]

    def __call__(self, connection: sqlite3.Connection) -> Any:
        return self.alone(connection, self.item)


class Outcome(NamedTuple):
    """What one work returned, or why nothing of it is stored."""

    value: Any = None
    error: BaseException | None = None


def commit_group(connection: sqlite3.Connection, works: Sequence[Work]) -> list[Outcome]:
    """Run all works in one transaction; their outcomes, in order, once it is durable.

    All of them are expected to go well. Where one does not, they begin again, each in a savepoint
    of its own; and where the transaction as a whole is lost, each gets one of its own: a body too
    large for what is left of the disk must not take small ones with it. So a work may run more
    than once, and joint works run before the others.
    """
    for run in (_joined, _in_savepoints):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            return [Outcome(error=error)] * len(works)
        try:
            outcomes = run(connection, works)
            connection.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - handed to whoever awaits it; the thread goes on
            _roll_back(connection)
            lost = Outcome(error=error)
        else:
            return outcomes
    if len(works) == 1:
        return [lost]
    return [outcome for work in works for outcome in commit_group(connection, [work])]


def _joined(connection: sqlite3.Connection, works: Sequence[Work]) -> list[Outcome]:
    """Raises what any of the works raises."""
    outcomes = [Outcome()] * len(works)
    kinds: defaultdict[Any, dict[int, Any]] = defaultdict(dict)
    for place, work in enumerate(works):
        if isinstance(work, Joint):
            kinds[work.together][place] = work.item
    for together, items in kinds.items():
        values = together(connection, list(items.values()))
        for place, value in zip(items, values, strict=True):
            outcomes[place] = Outcome(value=value)
    for place, work in enumerate(works):
        if not isinstance(work, Joint):
            outcomes[place] = Outcome(value=work(connection))
    return outcomes


def _in_savepoints(connection: sqlite3.Connection, works: Sequence[Work]) -> list[Outcome]:
    return [_in_savepoint(connection, work) for work in works]


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
