"""Replays, discards and lists of deliveries in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.lanes import Lane
from gateway.store.postgres.batch import Plan, Work, Written
from gateway.store.postgres.changing import LISTED, change, delivery_of, look
from gateway.store.postgres.leases import locks_of_delivery
from gateway.store.postgres.queue import Wake
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import Backlog, DeliveryFilter, DeliveryRow
from gateway.store.replays import discarded, reopened


class Replays:
    """The part of the store with which people look after deliveries that have ended."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def reopen(self, delivery_id: str, *, anew: bool) -> DeliveryRow:
        """See ``ReplayStore``."""
        return await self._decide(delivery_id, partial(reopened, anew=anew))

    async def discard(self, delivery_id: str, problem: bytes) -> DeliveryRow:
        """See ``ReplayStore``."""
        return await self._decide(delivery_id, partial(discarded, problem=problem))

    async def deliveries(
        self, wanted: DeliveryFilter, *, before: str | None, limit: int
    ) -> list[DeliveryRow]:
        """See ``DeliveryStore``."""
        where, args = _where(wanted, limit)
        if before is not None:
            args.append(await self._sequence(before))
            where += f" AND sequence < ${len(args)}::bigint"
        rows = await self._readers.all(
            f"SELECT {LISTED} FROM deliveries WHERE {where}"  # noqa: S608 - our words only
            " ORDER BY sequence DESC LIMIT $1",
            *args,
        )
        return [delivery_of(row) for row in rows]

    async def count_deliveries(self, wanted: DeliveryFilter) -> int:
        """See ``DeliveryStore``."""
        where, args = _where(wanted, None)
        row = await self._readers.first(
            f"SELECT count(*) AS count FROM deliveries WHERE {where} LIMIT $1",  # noqa: S608
            *args,
        )
        return int(row["count"]) if row else 0

    async def backlog(self) -> list[Backlog]:
        """See ``DeliveryStore``."""
        rows = await self._readers.all(
            "SELECT destination, count(*) AS count, min(created_at) AS oldest FROM deliveries"
            " WHERE status IN ('pending', 'delivering') GROUP BY destination ORDER BY destination"
        )
        return [msgspec.convert(dict(row.items()), Backlog) for row in rows]

    async def _decide(
        self, delivery_id: str, decide: Callable[[DeliveryRow], DeliveryRow]
    ) -> DeliveryRow:
        # What the locks are named for never changes, so it may be looked up before they are held.
        row = await self._readers.first(
            f"SELECT {LISTED} FROM deliveries WHERE id = $1",  # noqa: S608 - our words only
            delivery_id,
        )
        if row is None:
            raise NotFound("There is no delivery with this id.")
        plan = partial(_decided, delivery_id, decide)
        decided: DeliveryRow = await self._writer.write(
            Work(plan=plan, locks=locks_of_delivery(delivery_of(row)))
        )
        return decided

    async def _sequence(self, delivery_id: str) -> int:
        row = await self._readers.first(
            "SELECT sequence FROM deliveries WHERE id = $1", delivery_id
        )
        if row is None:
            raise NotFound("There is no delivery with the id that the page should start behind.")
        return int(row["sequence"])


def _decided(delivery_id: str, decide: Callable[[DeliveryRow], DeliveryRow]) -> Plan:
    seen = yield from look(delivery_id)
    after = decide(seen.delivery)
    events = yield from change(seen, after)
    wake = Wake(lane=Lane(after.conversation_id, after.destination))
    return Written(value=after, events=events, wakes=(wake,) if after.status == "pending" else ())


def _where(wanted: DeliveryFilter, limit: int | None) -> tuple[str, list[object]]:
    asked: dict[str, object] = {
        "status = ANY (${}::text[])": list(wanted.statuses) or None,
        "destination = ${}::text": wanted.destination,
        "problem_code = ${}::text": wanted.code,
        "created_at >= ${}::text": wanted.since,
        "created_at < ${}::text": wanted.until,
    }
    args: list[object] = [limit]
    tests = ["true"]
    for test, value in asked.items():
        if value is not None:
            args.append(value)
            tests.append(test.format(len(args)))
    return " AND ".join(tests), args
