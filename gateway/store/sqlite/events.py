"""Events in SQLite: written with the change they tell of, read in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial

import msgspec

from gateway.store.clock import now
from gateway.store.events import EventRow, NewEvent
from gateway.store.sqlite.listeners import call_listener
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer

# Of the oldest only: events stand in the order of their time, so no index is needed for it.
_OLD = """
SELECT e.sequence, e.handoff_id
FROM (SELECT * FROM events ORDER BY sequence LIMIT :limit) AS e
LEFT JOIN listeners AS l ON l.handoff_id = e.handoff_id
WHERE e.at < :before AND (l.due_at IS NULL OR l.told >= e.sequence)
"""
_DROP_LISTENER = """
DELETE FROM listeners WHERE handoff_id = :handoff_id AND due_at IS NULL
AND NOT EXISTS (SELECT 1 FROM events WHERE handoff_id = :handoff_id)
AND NOT EXISTS (SELECT 1 FROM deliveries WHERE handoff_id = :handoff_id
    AND status IN ('pending', 'delivering'))
"""


class Events:
    """The part of the store that says what happened."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def events(
        self, *, after: int, limit: int, handoff_id: str | None = None
    ) -> list[EventRow]:
        """See ``EventStore``."""
        work = partial(_events, after=after, limit=limit, handoff_id=handoff_id)
        return await self._readers.read(work)

    async def drop_events(self, *, before: str, limit: int) -> int:
        """See ``EventStore``."""
        return await self._writer.write(partial(_drop, before=before, limit=limit))


def note_event(db: sqlite3.Connection, event: NewEvent) -> None:
    """Keep an event, in the transaction of what it tells of, and call who wants to hear it."""
    at = now()
    keep_events(db, [event], at)
    call_listener(db, event.handoff_id, at)


def keep_events(db: sqlite3.Connection, events: Iterable[NewEvent], at: str) -> None:
    """Keep events without calling anybody: whoever wants to hear these is due already."""
    db.executemany(
        "INSERT INTO events (at, type, handoff_id, delivery_id, data) VALUES (?, ?, ?, ?, ?)",
        [(at, event.type, event.handoff_id, event.delivery_id, event.data) for event in events],
    )


def _events(
    db: sqlite3.Connection, *, after: int, limit: int, handoff_id: str | None
) -> list[EventRow]:
    mine = "" if handoff_id is None else " AND handoff_id = ?"
    values = (after,) if handoff_id is None else (after, handoff_id)
    rows = db.execute(
        f"SELECT * FROM events WHERE sequence > ?{mine} ORDER BY sequence LIMIT ?",  # noqa: S608
        (*values, limit),
    )
    return [msgspec.convert(dict(row), EventRow) for row in rows]


def _drop(db: sqlite3.Connection, *, before: str, limit: int) -> int:
    old = db.execute(_OLD, {"before": before, "limit": limit}).fetchall()
    sequences = [(row["sequence"],) for row in old]
    db.executemany("DELETE FROM events WHERE sequence = ?", sequences)
    handoffs = {row["handoff_id"] for row in old}
    db.executemany(_DROP_LISTENER, [{"handoff_id": handoff} for handoff in handoffs])
    return len(old)
