"""Events in SQLite: written with the change they tell of, read in order."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.store.clock import now
from gateway.store.events import EventRow, NewEvent
from gateway.store.sqlite.listeners import call_listener
from gateway.store.sqlite.readers import Readers


class Events:
    """The part of the store that says what happened."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def events(
        self, *, after: int, limit: int, handoff_id: str | None = None
    ) -> list[EventRow]:
        """See ``EventStore``."""
        work = partial(_events, after=after, limit=limit, handoff_id=handoff_id)
        return await self._readers.read(work)


def note_event(db: sqlite3.Connection, event: NewEvent) -> None:
    """Keep an event, in the transaction of what it tells of, and call who wants to hear it."""
    at = now()
    db.execute(
        "INSERT INTO events (at, type, handoff_id, delivery_id, data) VALUES (?, ?, ?, ?, ?)",
        (at, event.type, event.handoff_id, event.delivery_id, event.data),
    )
    call_listener(db, event.handoff_id, at)


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
