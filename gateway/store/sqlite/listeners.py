"""Who is told what becomes of a handoff, in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import partial

import msgspec

from gateway.store.clock import far_ahead, now
from gateway.store.events import ListenerRow
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


class Listeners:
    """The part of the store that knows who has not heard everything yet."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def due_listeners(self, *, now: str, limit: int) -> list[ListenerRow]:
        """See ``ListenerStore``."""
        return await self._readers.read(partial(_due, now=now, limit=limit))

    async def take_listener(self, listener: ListenerRow, *, until: str) -> ListenerRow | None:
        """See ``ListenerStore``."""
        return await self._writer.write(partial(_take, listener=listener, until=until))

    async def save_listener(self, listener: ListenerRow, taken: ListenerRow) -> bool:
        """See ``ListenerStore``."""
        return await self._writer.write(partial(_save, listener=listener, taken=taken))

    async def listener(self, handoff_id: str) -> ListenerRow | None:
        """See ``ListenerStore``."""
        return await self._readers.read(partial(_listener, handoff_id=handoff_id))


def add_listeners(db: sqlite3.Connection, wanted: Iterable[tuple[str, str]], at: str) -> None:
    """Who wants to hear of handoffs, by their ids, and where: of their acceptance at once."""
    db.executemany(
        "INSERT INTO listeners (handoff_id, url, due_at) VALUES (?, ?, ?)",
        [(handoff_id, url, at) for handoff_id, url in wanted],
    )


def call_listener(db: sqlite3.Connection, handoff_id: str, at: str) -> None:
    """There is something to tell; who is being told already will be told this as well."""
    db.execute(
        "UPDATE listeners SET due_at = ? WHERE handoff_id = ? AND due_at IS NULL"
        " AND ended_at IS NULL",
        (at, handoff_id),
    )


def _listener(db: sqlite3.Connection, *, handoff_id: str) -> ListenerRow | None:
    row = db.execute("SELECT * FROM listeners WHERE handoff_id = ?", (handoff_id,)).fetchone()
    return msgspec.convert(dict(row), ListenerRow) if row else None


def _due(db: sqlite3.Connection, *, now: str, limit: int) -> list[ListenerRow]:
    due = "SELECT * FROM listeners WHERE due_at <= ? ORDER BY due_at LIMIT ?"
    far = "SELECT * FROM listeners WHERE due_at > ? AND attempts = 0 LIMIT ?"
    rows = db.execute(due, (now, limit)).fetchall()
    rows = rows or db.execute(far, (far_ahead(now), limit)).fetchall()
    return [msgspec.convert(dict(row), ListenerRow) for row in rows]


def _take(db: sqlite3.Connection, *, listener: ListenerRow, until: str) -> ListenerRow | None:
    taken = msgspec.structs.replace(listener, due_at=until)
    return taken if _save(db, listener=taken, taken=listener) else None


def _save(db: sqlite3.Connection, *, listener: ListenerRow, taken: ListenerRow) -> bool:
    values = msgspec.structs.asdict(listener)
    changed = db.execute(
        "UPDATE listeners SET told = :told, attempts = :attempts, due_at = :due_at,"
        " ended_at = :ended_at WHERE handoff_id = :handoff_id AND due_at IS :was_due",
        {**values, "was_due": taken.due_at},
    ).rowcount
    if changed and listener.due_at is None and listener.ended_at is None:
        _call_for_what_came_since(db, listener)
    return bool(changed)


def _call_for_what_came_since(db: sqlite3.Connection, listener: ListenerRow) -> None:
    """While somebody was being told, more may have happened: that did not call them again."""
    db.execute(
        "UPDATE listeners SET due_at = ? WHERE handoff_id = ? AND EXISTS"
        " (SELECT 1 FROM events e WHERE e.handoff_id = listeners.handoff_id"
        "  AND e.sequence > listeners.told)",
        (now(), listener.handoff_id),
    )
