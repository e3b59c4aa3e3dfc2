"""Deliveries and their receipts' evidence in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.records import DeliveryRow
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer
from gateway.store.status import worst_status

_SELECT = (
    "SELECT d.id, d.handoff_id, h.conversation_id, d.destination, d.status, d.attempts,"
    " d.created_at, d.next_attempt_at, d.ref, d.url, d.delivered, d.proofs, d.fates, d.problem,"
    " d.mapping, d.mapping_sha256, d.mapping_revision, d.schema_sha256"
    " FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id "
)
_UPDATE = (
    "UPDATE deliveries SET status = :status, attempts = :attempts,"
    " next_attempt_at = :next_attempt_at, ref = :ref, url = :url, delivered = :delivered,"
    " proofs = :proofs, fates = :fates, problem = :problem, mapping = :mapping,"
    " mapping_sha256 = :mapping_sha256, mapping_revision = :mapping_revision,"
    " schema_sha256 = :schema_sha256 WHERE id = :id"
)


class Deliveries:
    """The part of the store that knows how far each delivery has come."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_delivery, delivery_id=delivery_id))

    async def unfinished(self) -> list[DeliveryRow]:
        """See ``DeliveryStore``."""
        return await self._readers.read(_unfinished)

    async def save_delivery(self, delivery: DeliveryRow) -> None:
        """See ``DeliveryStore``."""
        await self._writer.write(partial(_save_delivery, delivery=delivery))

    async def save_receipt(self, delivery_id: str, evidence: bytes) -> None:
        """See ``DeliveryStore``."""
        await self._writer.write(partial(_save_receipt, delivery_id=delivery_id, evidence=evidence))

    async def receipt(self, delivery_id: str) -> bytes | None:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_receipt, delivery_id=delivery_id))


def deliveries_of(db: sqlite3.Connection, handoff_id: str) -> tuple[DeliveryRow, ...]:
    """A handoff's deliveries in the order they were accepted in."""
    rows = db.execute(_SELECT + "WHERE d.handoff_id = ? ORDER BY d.sequence", (handoff_id,))
    return tuple(_row(row) for row in rows)


def _row(row: sqlite3.Row) -> DeliveryRow:
    return msgspec.convert(dict(row), DeliveryRow)


def _delivery(db: sqlite3.Connection, delivery_id: str) -> DeliveryRow | None:
    row = db.execute(_SELECT + "WHERE d.id = ?", (delivery_id,)).fetchone()
    return _row(row) if row else None


def _unfinished(db: sqlite3.Connection) -> list[DeliveryRow]:
    # The words stand in the query so that its index over the few unfinished ones is used.
    rows = db.execute(_SELECT + "WHERE d.status IN ('pending', 'delivering') ORDER BY d.sequence")
    return [_row(row) for row in rows]


def _save_delivery(db: sqlite3.Connection, delivery: DeliveryRow) -> None:
    if db.execute(_UPDATE, msgspec.structs.asdict(delivery)).rowcount == 0:
        raise NotFound("There is no delivery with this id.")
    statuses = db.execute(
        "SELECT status FROM deliveries WHERE handoff_id ="
        " (SELECT handoff_id FROM deliveries WHERE id = ?)",
        (delivery.id,),
    )
    db.execute(
        "UPDATE handoffs SET status = ?1 WHERE status <> ?1 AND id ="
        " (SELECT handoff_id FROM deliveries WHERE id = ?2)",
        (worst_status(row["status"] for row in statuses), delivery.id),
    )


def _save_receipt(db: sqlite3.Connection, delivery_id: str, evidence: bytes) -> None:
    try:
        db.execute("INSERT OR REPLACE INTO receipts VALUES (?, ?)", (delivery_id, evidence))
    except sqlite3.IntegrityError:
        raise NotFound("There is no delivery with this id.") from None


def _receipt(db: sqlite3.Connection, delivery_id: str) -> bytes | None:
    row = db.execute(
        "SELECT evidence FROM receipts WHERE delivery_id = ?", (delivery_id,)
    ).fetchone()
    return row["evidence"] if row else None
