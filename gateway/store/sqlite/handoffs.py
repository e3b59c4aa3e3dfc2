"""Handoffs and their bodies in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial
from itertools import chain

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.conflicts import id_is_taken, key_with_another_body
from gateway.store.events import accepted
from gateway.store.records import (
    FIRST_STATUS,
    Accepted,
    HandoffRow,
    NewHandoff,
)
from gateway.store.sqlite.deliveries import deliveries_of
from gateway.store.sqlite.events import note_event
from gateway.store.sqlite.listeners import add_listener
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer
from gateway.store.status import worst_status


class Handoffs:
    """The part of the store that the door and the lists use."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def accept(self, handoff: NewHandoff) -> Accepted:
        """See ``HandoffStore``."""
        return await self._writer.write(partial(_accept, handoff=handoff))

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
        return await self._readers.read(partial(_package, handoff_id=handoff_id))


def _accept(db: sqlite3.Connection, handoff: NewHandoff) -> Accepted:
    known = _known_key(db, handoff) or _known_id(db, handoff)
    if known is None:
        _insert(db, handoff)
    answer = Accepted(handoff_id=known or handoff.id, repeated=known is not None)
    if handoff.idempotency_key is not None:
        db.execute(
            "INSERT OR IGNORE INTO idempotency_keys VALUES (?, ?, ?, ?)",
            (handoff.client, handoff.idempotency_key, handoff.raw_sha256, answer.handoff_id),
        )
    return answer


def _known_key(db: sqlite3.Connection, handoff: NewHandoff) -> str | None:
    row = db.execute(
        "SELECT handoff_id, raw_sha256 FROM idempotency_keys WHERE client = ? AND key = ?",
        (handoff.client, handoff.idempotency_key),
    ).fetchone()
    if row is None:
        return None
    if row["raw_sha256"] != handoff.raw_sha256:
        raise key_with_another_body()
    return str(row["handoff_id"])


def _known_id(db: sqlite3.Connection, handoff: NewHandoff) -> str | None:
    row = db.execute("SELECT raw_sha256 FROM handoffs WHERE id = ?", (handoff.id,)).fetchone()
    if row is None:
        return None
    if row["raw_sha256"] != handoff.raw_sha256:
        raise id_is_taken()
    return handoff.id


def _insert(db: sqlite3.Connection, handoff: NewHandoff) -> None:
    status = worst_status(FIRST_STATUS for _ in handoff.deliveries)
    sequence = db.execute(
        "INSERT INTO handoffs (id, client, conversation_id, created_at, dialect, media_type,"
        " raw_sha256, status, traceparent) VALUES (:id, :client, :conversation_id, :created_at,"
        " :dialect, :media_type, :raw_sha256, :status, :traceparent)",
        {**msgspec.structs.asdict(handoff), "status": status},
    ).lastrowid
    db.execute("INSERT INTO bodies VALUES (?, ?, ?)", (sequence, handoff.raw, handoff.package))
    db.executemany(
        "INSERT INTO deliveries (id, handoff_id, destination, status, created_at)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (delivery.id, handoff.id, delivery.destination, FIRST_STATUS, handoff.created_at)
            for delivery in handoff.deliveries
        ],
    )
    if handoff.reply_to is not None:
        add_listener(db, handoff.id, handoff.reply_to)
    note_event(db, accepted(handoff.id, tuple(one.destination for one in handoff.deliveries)))


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


def _package(db: sqlite3.Connection, handoff_id: str) -> bytes | None:
    row = db.execute(
        "SELECT package FROM handoffs JOIN bodies USING (sequence) WHERE id = ?", (handoff_id,)
    ).fetchone()
    return row["package"] if row else None
