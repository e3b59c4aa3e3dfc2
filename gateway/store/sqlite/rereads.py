"""Later readings of what vendors hold, in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

from msgspec.structs import replace

from gateway.store.clock import far_ahead
from gateway.store.records import DeliveryRow
from gateway.store.sqlite.deliveries import known_delivery, select_deliveries, update_delivery
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


class Rereads:
    """The part of the store that knows when which vendor is to be read again."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def due_rereads(self, *, now: str, limit: int) -> list[DeliveryRow]:
        """See ``RereadStore``."""
        return await self._readers.read(partial(_due, now=now, limit=limit))

    async def take_reread(self, delivery: DeliveryRow, *, until: str) -> DeliveryRow | None:
        """See ``RereadStore``."""
        return await self._writer.write(partial(_take, delivery=delivery, until=until))

    async def settle_reread(
        self, delivery: DeliveryRow, evidence: bytes | None, taken: DeliveryRow
    ) -> bool:
        """See ``RereadStore``."""
        work = partial(_settle, delivery=delivery, evidence=evidence, taken=taken)
        return await self._writer.write(work)


def _due(db: sqlite3.Connection, *, now: str, limit: int) -> list[DeliveryRow]:
    where = "WHERE d.reread_at IS NOT NULL AND d.reread_at <= ? ORDER BY d.reread_at LIMIT ?"
    far = "WHERE d.reread_at IS NOT NULL AND d.reread_at > ? AND d.rereads = 0 LIMIT ?"
    due = select_deliveries(db, where, (now, limit))
    return due or select_deliveries(db, far, (far_ahead(now), limit))


def _take(db: sqlite3.Connection, *, delivery: DeliveryRow, until: str) -> DeliveryRow | None:
    if not _is_as_it_was(db, delivery):
        return None
    taken = replace(delivery, reread_at=until)
    update_delivery(db, taken)
    return taken


def _settle(
    db: sqlite3.Connection, *, delivery: DeliveryRow, evidence: bytes | None, taken: DeliveryRow
) -> bool:
    if not _is_as_it_was(db, taken):
        return False
    update_delivery(db, delivery)
    if evidence is not None:
        db.execute("INSERT OR REPLACE INTO receipts VALUES (?, ?)", (delivery.id, evidence))
    return True


def _is_as_it_was(db: sqlite3.Connection, seen: DeliveryRow) -> bool:
    """Whether nobody took the reading, replayed the delivery or settled it since."""
    kept = known_delivery(db, seen.id)
    return (kept.status, kept.reread_at) == (seen.status, seen.reread_at)
