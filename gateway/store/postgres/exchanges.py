"""The journal of exchanges in PostgreSQL."""

from __future__ import annotations

from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.events import NewEvent
from gateway.store.lanes import Lease, Right, Taking
from gateway.store.postgres.batch import Ask, Plan, Work, Written
from gateway.store.postgres.changing import change, look
from gateway.store.postgres.leases import (
    demand,
    held,
    locks_of_delivery,
    locks_of_lease,
    of_lease,
)
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.taking import take
from gateway.store.postgres.writer import Writer
from gateway.store.records import ExchangeRow, Progress

_COLUMNS = ExchangeRow.__struct_fields__
_LISTED = ", ".join(_COLUMNS)
_KEY = ("delivery_id", "phase", "round", "number")
_KINDS = {"round": "int", "number": "int", "attempt": "int", "status": "int"} | {
    "headers": "bytea",
    "body": "bytea",
}
_GIVEN = ", ".join(
    f"${place}::{_KINDS.get(name, 'text')}" for place, name in enumerate(_COLUMNS, start=4)
)
# Begun once more, an exchange is a new one: no reply of an earlier attempt stays with it.
_NOTE = f"""
WITH held AS (SELECT {held(1)} AS ok), noted AS (
    INSERT INTO exchanges ({_LISTED}) SELECT {_GIVEN} FROM held
    WHERE held.ok AND EXISTS (SELECT FROM deliveries WHERE id = $4::text)
    ON CONFLICT (delivery_id, phase, round, number) DO UPDATE SET
        {", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS if name not in _KEY)}
    RETURNING delivery_id
)
SELECT held.ok AS held, EXISTS (SELECT FROM noted) AS found FROM held
"""  # noqa: S608 - our words only
_GIVE_BACK = """
WITH freed AS (
    DELETE FROM lanes WHERE conversation_id = $1 AND destination = $2 AND fence = $3
    AND NOT EXISTS (SELECT FROM deliveries WHERE conversation_id = $1 AND destination = $2
        AND status IN ('pending', 'delivering'))
    RETURNING fence
)
SELECT EXISTS (SELECT FROM freed) AS freed
"""


class Exchanges:
    """The part of the store from which a delivery is taken up again after a crash."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def advance(
        self, progress: Progress, lease: Right | None = None, *, gives_back: bool = False
    ) -> Lease | None:
        """See ``JournalStore``."""
        delivery = progress.delivery or (lease.delivery if isinstance(lease, Taking) else None)
        locks = locks_of_delivery(delivery) if delivery else locks_of_lease(lease)
        plan = partial(_advance, progress, lease, gives_back)
        held_after: Lease | None = await self._writer.write(Work(plan=plan, locks=locks))
        return held_after

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """See ``JournalStore``."""
        rows = await self._readers.all(
            f"SELECT {_LISTED} FROM exchanges WHERE delivery_id = $1"  # noqa: S608 - our words only
            " ORDER BY phase, round, number",
            delivery_id,
        )
        return [msgspec.convert(dict(row.items()), ExchangeRow) for row in rows]


def _advance(progress: Progress, right: Right | None, gives_back: bool) -> Plan:
    # A plan may not raise once it has written: the lane and the delivery are looked at first.
    lease = (yield from take(right)) if isinstance(right, Taking) else right
    seen = (yield from look(progress.delivery.id, lease)) if progress.delivery else None
    for exchange in progress.exchanges:
        row = yield Ask(_NOTE, (*of_lease(lease), *msgspec.structs.astuple(exchange)))
        demand(row)
        if not row["found"]:
            raise NotFound("There is no delivery with this id.")
    events: tuple[NewEvent, ...] = ()
    if progress.delivery and seen:
        events = yield from change(seen, progress.delivery, progress.evidence)
    if lease is not None and gives_back:
        row = yield Ask(_GIVE_BACK, of_lease(lease))
        lease = None if row["freed"] else lease
    return Written(value=lease, events=events)
