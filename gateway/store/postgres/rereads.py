"""Later readings of what vendors hold, in PostgreSQL."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace

from gateway.store.clock import far_ahead
from gateway.store.postgres.batch import Plan, Work, Written
from gateway.store.postgres.changing import LISTED, Seen, change, delivery_of, look
from gateway.store.postgres.leases import locks_of_delivery
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import DeliveryRow

_SELECT = f"SELECT {LISTED} FROM deliveries "  # noqa: S608 - our words only
_DUE = _SELECT + "WHERE reread_at <= $1 ORDER BY reread_at LIMIT $2"
_FAR = _SELECT + "WHERE reread_at > $1 AND rereads = 0 LIMIT $2"


class Rereads:
    """The part of the store that knows when which vendor is to be read again."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def due_rereads(self, *, now: str, limit: int) -> list[DeliveryRow]:
        """See ``RereadStore``."""
        rows = await self._readers.all(_DUE, now, limit)
        rows = rows or await self._readers.all(_FAR, far_ahead(now), limit)
        return [delivery_of(row) for row in rows]

    async def take_reread(self, delivery: DeliveryRow, *, until: str) -> DeliveryRow | None:
        """See ``RereadStore``."""
        plan = partial(_take, delivery, until)
        taken: DeliveryRow | None = await self._writer.write(
            Work(plan=plan, locks=locks_of_delivery(delivery))
        )
        return taken

    async def settle_reread(
        self, delivery: DeliveryRow, evidence: bytes | None, taken: DeliveryRow
    ) -> bool:
        """See ``RereadStore``."""
        plan = partial(_settle, delivery, evidence, taken)
        kept: bool = await self._writer.write(Work(plan=plan, locks=locks_of_delivery(delivery)))
        return kept


def _take(delivery: DeliveryRow, until: str) -> Plan:
    seen = yield from look(delivery.id)
    if not _is_as_it_was(seen, delivery):
        return Written()
    taken = replace(delivery, reread_at=until)
    events = yield from change(seen, taken)
    return Written(value=taken, events=events)


def _settle(delivery: DeliveryRow, evidence: bytes | None, taken: DeliveryRow) -> Plan:
    seen = yield from look(delivery.id)
    if not _is_as_it_was(seen, taken):
        return Written(value=False)
    events = yield from change(seen, delivery, evidence)
    return Written(value=True, events=events)


def _is_as_it_was(now: Seen, then: DeliveryRow) -> bool:
    """Whether nobody took the reading, replayed the delivery or settled it since."""
    kept = now.delivery
    return (kept.status, kept.reread_at) == (then.status, then.reread_at)
