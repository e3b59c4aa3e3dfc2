"""Working lanes off in PostgreSQL: one commit takes the lease and begins the oldest delivery.

All that concerns one conversation takes its lock first (see ``batch``), so two claims of one lane
follow one another, and the second sees what the first has done. When a lease runs out is judged by
the server's clock alone: replicas' clocks may differ.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from gateway.store.lanes import (
    Claim,
    Claimed,
    Empty,
    Fresh,
    Lane,
    Lease,
    LeaseLost,
    NotYet,
    Owed,
    Pin,
    Taken,
    begun,
    waits_until,
)
from gateway.store.postgres.batch import Ask, Plan, Work, Written
from gateway.store.postgres.changing import COLUMNS, LISTED, Seen, change, delivery_of
from gateway.store.postgres.leases import lane_of, lock_of
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import DeliveryRow

_LOOK = f"""
SELECT {", ".join(f"oldest.{name}" for name in COLUMNS)},
    EXISTS (SELECT FROM lanes WHERE conversation_id = $1 AND destination = $2
        AND holder <> $3 AND expires_at > clock_timestamp()) AS taken,
    (SELECT array_agg(other.status) FROM deliveries AS other
     WHERE other.handoff_id = oldest.handoff_id AND other.id <> oldest.id) AS others,
    (SELECT package FROM bodies WHERE bodies.handoff_id = oldest.handoff_id) AS package
FROM (SELECT) AS always LEFT JOIN LATERAL (
    SELECT * FROM deliveries WHERE conversation_id = $1 AND destination = $2
    AND status IN ('pending', 'delivering') ORDER BY sequence LIMIT 1
) AS oldest ON true
"""  # noqa: S608 - our words only
_GRANT = """
INSERT INTO lanes (conversation_id, destination, holder, fence, expires_at)
VALUES ($1, $2, $3, nextval('fences'), clock_timestamp() + $4::interval)
ON CONFLICT (conversation_id, destination) DO UPDATE SET
    holder = EXCLUDED.holder, fence = EXCLUDED.fence, expires_at = EXCLUDED.expires_at
RETURNING fence
"""
_FREE = (
    "WITH freed AS (DELETE FROM lanes WHERE conversation_id = $1 AND destination = $2)"
    " SELECT true AS freed"
)
_FRESH = (
    f"SELECT oldest.*, package FROM (SELECT {LISTED} FROM deliveries"  # noqa: S608 - our words only
    " WHERE conversation_id = $1 AND destination = $2 AND status IN ('pending', 'delivering')"
    " ORDER BY sequence LIMIT 1) AS oldest JOIN bodies USING (handoff_id)"
    " WHERE first_attempt_at IS NULL"
)
_CURRENT = "conversation_id = $1 AND destination = $2 AND fence = $3"
_RENEW = (
    "WITH renewed AS (UPDATE lanes SET expires_at = clock_timestamp() + $4::interval"  # noqa: S608
    f" WHERE {_CURRENT} RETURNING fence) SELECT EXISTS (SELECT FROM renewed) AS held"
)
_RELEASE = (
    f"WITH released AS (DELETE FROM lanes WHERE {_CURRENT} RETURNING fence)"  # noqa: S608
    " SELECT EXISTS (SELECT FROM released) AS held"
)
# The first row of a lane is its oldest delivery: the others wait for that one.
_OWED = (
    "SELECT conversation_id, destination, next_attempt_at, last_attempt_at FROM ("
    " SELECT DISTINCT ON (conversation_id, destination)"
    " conversation_id, destination, next_attempt_at, last_attempt_at, sequence"
    " FROM deliveries WHERE status IN ('pending', 'delivering')"
    " ORDER BY conversation_id, destination, sequence"
    ") AS oldest ORDER BY sequence"
)
_ORPHANED = "SELECT conversation_id, destination FROM lanes WHERE expires_at <= clock_timestamp()"


class Lanes:
    """The part of the store that says who works on what."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def claim(
        self,
        lane: Lane,
        holder: str,
        *,
        now: str,
        seconds: float,
        cut_off: str = "",
        pin: Pin | None = None,
    ) -> Claim:
        """See ``LaneStore``."""
        lasting = timedelta(seconds=seconds)
        start = partial(begun, now=now, cut_off=cut_off, pin=pin)
        plan = partial(_claim, lane, holder, now, lasting, start)
        found: Claim = await self._write(plan, lane)
        return found

    async def fresh(self, lane: Lane) -> Fresh | None:
        """See ``LaneStore``."""
        row = await self._readers.first(_FRESH, lane.conversation_id, lane.destination)
        return Fresh(delivery=delivery_of(row), package=row["package"]) if row else None

    async def renew(self, lease: Lease, *, now: str, seconds: float) -> None:
        """See ``LaneStore``."""
        del now  # the server's clock decides
        lasting = timedelta(seconds=seconds)
        await self._write(partial(_change, _RENEW, lease, lasting), lease.lane)

    async def release(self, lease: Lease) -> None:
        """See ``LaneStore``."""
        await self._write(partial(_change, _RELEASE, lease), lease.lane)

    async def owed(self) -> list[Owed]:
        """See ``LaneStore``."""
        rows = await self._readers.all(_OWED)
        return [
            Owed(lane=lane_of(row), at=row["next_attempt_at"], last=row["last_attempt_at"])
            for row in rows
        ]

    async def orphaned(self, *, now: str) -> list[Lane]:
        """See ``LaneStore``."""
        del now  # the server's clock decides
        return [lane_of(row) for row in await self._readers.all(_ORPHANED)]

    async def _write(self, plan: partial[Plan], lane: Lane) -> Any:
        return await self._writer.write(Work(plan=plan, locks=(lock_of(lane.conversation_id),)))


def _claim(
    lane: Lane,
    holder: str,
    now: str,
    lasting: timedelta,
    start: Callable[[DeliveryRow], DeliveryRow],
) -> Plan:
    where = (lane.conversation_id, lane.destination)
    row = yield Ask(_LOOK, (*where, holder))
    if row["taken"]:
        return Written(value=Taken())
    if row["id"] is None:
        yield Ask(_FREE, where)
        return Written(value=Empty())
    if at := waits_until(row["next_attempt_at"], row["last_attempt_at"], now):
        yield Ask(_FREE, where)
        return Written(value=NotYet(at=at))
    seen = Seen(delivery_of(row), row["others"] or [])
    delivery = start(seen.delivery)
    granted = yield Ask(_GRANT, (*where, holder, lasting))
    events = yield from change(seen, delivery)
    lease = Lease(lane=lane, holder=holder, fence=granted["fence"])
    claimed = Claimed(
        lease=lease,
        delivery=delivery,
        package=row["package"],
        is_new=seen.delivery.first_attempt_at is None,
    )
    return Written(value=claimed, events=events)


def _change(sql: str, lease: Lease, *more: object) -> Plan:
    lane = lease.lane
    row = yield Ask(sql, (lane.conversation_id, lane.destination, lease.fence, *more))
    if not row["held"]:
        raise LeaseLost
    return Written()
