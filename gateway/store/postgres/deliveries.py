"""Deliveries and their receipts' evidence in PostgreSQL."""

from __future__ import annotations

from functools import partial

from gateway.store.lanes import Lease
from gateway.store.postgres.batch import Plan, Work, Written
from gateway.store.postgres.changing import LISTED, change, delivery_of, look
from gateway.store.postgres.leases import locks_of_delivery
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import DeliveryRow

_SELECT = f"SELECT {LISTED} FROM deliveries "  # noqa: S608 - our words only


class Deliveries:
    """The part of the store that knows how far each delivery has come."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """See ``DeliveryStore``."""
        row = await self._readers.first(_SELECT + "WHERE id = $1", delivery_id)
        return delivery_of(row) if row else None

    async def unfinished(self) -> list[DeliveryRow]:
        """See ``DeliveryStore``."""
        rows = await self._readers.all(
            _SELECT + "WHERE status IN ('pending', 'delivering') ORDER BY sequence"
        )
        return [delivery_of(row) for row in rows]

    async def save_delivery(self, delivery: DeliveryRow, lease: Lease | None = None) -> None:
        """See ``DeliveryStore``."""
        plan = partial(_save, delivery, lease)
        await self._writer.write(Work(plan=plan, locks=locks_of_delivery(delivery)))

    async def receipt(self, delivery_id: str) -> bytes | None:
        """See ``DeliveryStore``."""
        row = await self._readers.first(
            "SELECT evidence FROM receipts WHERE delivery_id = $1", delivery_id
        )
        return row["evidence"] if row else None


def _save(delivery: DeliveryRow, lease: Lease | None) -> Plan:
    seen = yield from look(delivery.id, lease)
    events = yield from change(seen, delivery)
    return Written(events=events)
