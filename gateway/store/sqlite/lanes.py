"""Working lanes off in SQLite: one commit takes the lease and begins the oldest delivery."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial

from gateway.store.lanes import (
    Claim,
    Claimed,
    Empty,
    Fresh,
    Lane,
    Lease,
    NotYet,
    Owed,
    Pin,
    Taken,
    begun,
    waits_until,
)
from gateway.store.records import DeliveryRow
from gateway.store.sqlite.deliveries import begin_delivery, oldest_unfinished
from gateway.store.sqlite.handoffs import package_of
from gateway.store.sqlite.leases import (
    check_lease,
    extend,
    free,
    grant,
    is_held_by_another,
    later,
    run_out,
)
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer

# The first row of a lane is its oldest delivery: the others wait for that one.
_OWED = (
    "SELECT h.conversation_id, d.destination, d.next_attempt_at, d.last_attempt_at, min(d.sequence)"
    " FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id"
    " WHERE d.status IN ('pending', 'delivering')"
    " GROUP BY h.conversation_id, d.destination ORDER BY min(d.sequence)"
)


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
        until = later(now, seconds)
        start = partial(begun, now=now, cut_off=cut_off, pin=pin)
        work = partial(_claim, lane=lane, holder=holder, now=now, until=until, start=start)
        return await self._writer.write(work)

    async def fresh(self, lane: Lane) -> Fresh | None:
        """See ``LaneStore``."""
        return await self._readers.read(partial(_fresh, lane=lane))

    async def renew(self, lease: Lease, *, now: str, seconds: float) -> None:
        """See ``LaneStore``."""
        await self._writer.write(partial(extend, lease=lease, until=later(now, seconds)))

    async def release(self, lease: Lease) -> None:
        """See ``LaneStore``."""
        await self._writer.write(partial(_release, lease=lease))

    async def owed(self) -> list[Owed]:
        """See ``LaneStore``."""
        return await self._readers.read(_owed)

    async def orphaned(self, *, now: str) -> list[Lane]:
        """See ``LaneStore``."""
        return await self._readers.read(partial(run_out, now=now))


def _claim(
    db: sqlite3.Connection,
    *,
    lane: Lane,
    holder: str,
    now: str,
    until: str,
    start: Callable[[DeliveryRow], DeliveryRow],
) -> Claim:
    if is_held_by_another(db, lane, holder, now, until):
        return Taken()
    delivery = oldest_unfinished(db, lane)
    if delivery is None:
        free(db, lane)
        return Empty()
    if at := waits_until(delivery.next_attempt_at, delivery.last_attempt_at, now):
        free(db, lane)
        return NotYet(at=at)
    is_new = delivery.first_attempt_at is None
    delivery = begin_delivery(db, delivery, start(delivery))
    return Claimed(
        lease=grant(db, lane, holder, until),
        delivery=delivery,
        package=package_of(db, delivery.handoff_id),
        is_new=is_new,
    )


def _fresh(db: sqlite3.Connection, *, lane: Lane) -> Fresh | None:
    delivery = oldest_unfinished(db, lane)
    if delivery is None or delivery.first_attempt_at is not None:
        return None
    return Fresh(delivery=delivery, package=package_of(db, delivery.handoff_id))


def _release(db: sqlite3.Connection, *, lease: Lease) -> None:
    check_lease(db, lease)
    free(db, lease.lane)


def _owed(db: sqlite3.Connection) -> list[Owed]:
    return [
        Owed(
            lane=Lane(row["conversation_id"], row["destination"]),
            at=row["next_attempt_at"],
            last=row["last_attempt_at"],
        )
        for row in db.execute(_OWED)
    ]
