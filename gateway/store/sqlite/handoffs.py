"""Handoffs and their bodies in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial
from itertools import chain

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.records import Accepted, HandoffRow, NewHandoff
from gateway.store.sqlite.accepting import acceptance
from gateway.store.sqlite.deliveries import deliveries_of
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


class Handoffs:
    """The part of the store that the door and the lists use."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def accept(self, handoff: NewHandoff) -> Accepted:
        """See ``HandoffStore``."""
        return await self._writer.write(acceptance(handoff))

    async def handoff(self, handoff_id: str) -> HandoffRow | None:
        """See ``HandoffStore``."""
        return await self._readers.read(partial(_handoff, handoff_id=handoff_id))

    async def handoffs(
        self, *, status: str | None, conversation: str | None, before: str | None, limit: int
    ) -> list[HandoffRow]:
        """See ``HandoffStore``."""
        return await self._readers.read(
            partial(_handoffs, status=status, conversation=conversation, before=before, limit=limit)
        )

    async def raw(self, handoff_id: str) -> tuple[bytes, str] | None:
        """See ``HandoffStore``."""
        return await self._readers.read(partial(_raw, handoff_id=handoff_id))

    async def package(self, handoff_id: str) -> bytes | None:
        """See ``HandoffStore``."""
        return await self._readers.read(partial(package_of, handoff_id=handoff_id))


def _handoff(db: sqlite3.Connection, handoff_id: str) -> HandoffRow | None:
    row = db.execute(_select("id = ?", ""), (handoff_id,)).fetchone()
    return _with_deliveries(db, row) if row else None


def _handoffs(
    db: sqlite3.Connection,
    *,
    status: str | None,
    conversation: str | None,
    before: str | None,
    limit: int,
) -> list[HandoffRow]:
    start = None if before is None else _created_at(db, before)
    tests: dict[str, tuple[str | None, ...]] = {
        "status = ?": (status,),
        "conversation_id = ?": (conversation,),
        "(created_at, id) < (?, ?)": (start, before),
    }
    asked = {test: values for test, values in tests.items() if None not in values}
    page = _select(" AND ".join(asked) or "1", "ORDER BY created_at DESC, id DESC LIMIT ?")
    rows = db.execute(page, (*chain.from_iterable(asked.values()), limit)).fetchall()
    return [_with_deliveries(db, row) for row in rows]


def _select(test: str, order: str) -> str:
    columns = "id, conversation_id, created_at, dialect, media_type, raw_sha256"
    return f"SELECT {columns} FROM handoffs WHERE {test} {order}"  # noqa: S608 - our words only


def _created_at(db: sqlite3.Connection, handoff_id: str) -> str:
    row = db.execute("SELECT created_at FROM handoffs WHERE id = ?", (handoff_id,)).fetchone()
    if row is None:
        raise NotFound("There is no handoff with the id that the page should start behind.")
    return str(row["created_at"])


def _with_deliveries(db: sqlite3.Connection, row: sqlite3.Row) -> HandoffRow:
    deliveries = deliveries_of(db, row["id"])
    return msgspec.convert({**dict(row), "deliveries": deliveries}, HandoffRow)


def _raw(db: sqlite3.Connection, handoff_id: str) -> tuple[bytes, str] | None:
    row = db.execute(
        "SELECT raw, media_type FROM handoffs JOIN bodies USING (sequence) WHERE id = ?",
        (handoff_id,),
    ).fetchone()
    return (row["raw"], row["media_type"]) if row else None


def package_of(db: sqlite3.Connection, handoff_id: str) -> bytes | None:
    """The canonical handoff as it was accepted."""
    row = db.execute(
        "SELECT package FROM handoffs JOIN bodies USING (sequence) WHERE id = ?", (handoff_id,)
    ).fetchone()
    return row["package"] if row else None
