"""Handoffs and their bodies in PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import itemgetter

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.conflicts import id_is_taken, key_with_another_body
from gateway.store.events import accepted
from gateway.store.lanes import Lane
from gateway.store.postgres.batch import Ask, Plan, Work, Written
from gateway.store.postgres.changing import COLUMNS, delivery_of
from gateway.store.postgres.driver import Record
from gateway.store.postgres.escapes import escape
from gateway.store.postgres.leases import lock_of, lock_of_handoff
from gateway.store.postgres.queue import Wake
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import FIRST_STATUS, Accepted, HandoffRow, NewHandoff
from gateway.store.status import worst_status

# $1 id · $2 client · $3 conversation · $4 time · $5 dialect · $6 media type · $7 raw SHA-256
# $8 status · $9 raw · $10 package · $11 deliveries' ids · $12 their destinations · $13 their status
# $14 SHA-256 of the Idempotency-Key, NULL without one · $15 who listens
# $16 trace
_ACCEPT = """
WITH keyed AS (
    SELECT handoff_id, raw_sha256 FROM idempotency_keys
    WHERE client = $2::text AND key_sha256 = $14::text
), same AS (
    SELECT id, raw_sha256 FROM handoffs
    WHERE id = $1::text AND NOT EXISTS (SELECT FROM keyed)
), fresh AS (
    INSERT INTO handoffs (id, client, conversation_id, created_at, dialect, media_type,
        raw_sha256, status)
    SELECT $1::text, $2::text, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text
    WHERE NOT EXISTS (SELECT FROM keyed) AND NOT EXISTS (SELECT FROM same)
    RETURNING id
), body AS (
    INSERT INTO bodies (handoff_id, raw, package) SELECT id, $9::bytea, $10::bytea FROM fresh
), owed AS (
    INSERT INTO deliveries (id, handoff_id, conversation_id, destination, status, created_at,
        traceparent)
    SELECT one.id, fresh.id, $3::text, one.destination, $13::text, $4::text, $16::text
    FROM fresh, unnest($11::text[], $12::text[]) WITH ORDINALITY AS one (id, destination, place)
    ORDER BY one.place
), key AS (
    INSERT INTO idempotency_keys (client, key_sha256, raw_sha256, handoff_id)
    SELECT $2::text, $14::text, $7::text, $1::text
    WHERE $14::text IS NOT NULL AND NOT EXISTS (SELECT FROM keyed)
    AND NOT EXISTS (SELECT FROM same WHERE raw_sha256 <> $7::text)
), listener AS (
    INSERT INTO listeners (handoff_id, url) SELECT id, $15::text FROM fresh
    WHERE $15::text IS NOT NULL
)
SELECT EXISTS (SELECT FROM fresh) AS fresh, keyed.handoff_id AS keyed,
    keyed.raw_sha256 AS keyed_sha256, same.raw_sha256 AS same_sha256
FROM (SELECT) AS always LEFT JOIN keyed ON true LEFT JOIN same ON true
"""
_HANDOFF = ("id", "conversation_id", "created_at", "dialect", "media_type", "raw_sha256")
_DELIVERIES = ", ".join(f"deliveries.{name} AS delivery_{name}" for name in COLUMNS)


class Handoffs:
    """The part of the store that the door and the lists use."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def accept(self, handoff: NewHandoff) -> Accepted:
        """See ``HandoffStore``."""
        result: Accepted = await self._writer.write(_work(handoff))
        return result

    async def handoff(self, handoff_id: str) -> HandoffRow | None:
        """See ``HandoffStore``."""
        rows = await self._readers.all(_select("id = $1", "", ""), handoff_id)
        return next(_handoffs(rows), None)

    async def handoffs(
        self, *, status: str | None, conversation: str | None, before: str | None, limit: int
    ) -> list[HandoffRow]:
        """See ``HandoffStore``."""
        start = None if before is None else await self._created_at(before)
        tests: dict[str, tuple[str | None, ...]] = {
            "status = {}": (status,),
            "conversation_id = {}": (conversation,),
            "(created_at, id) < ({}, {})": (start, before),
        }
        args: list[object] = [limit]
        asked: list[str] = []
        for test, values in tests.items():
            if None not in values:
                places = [f"${len(args) + place}::text" for place in range(1, len(values) + 1)]
                asked.append(test.format(*places))
                args.extend(values)
        order = "ORDER BY created_at DESC, id DESC"
        rows = await self._readers.all(
            _select(" AND ".join(asked) or "true", order, "LIMIT $1"), *args
        )
        return list(_handoffs(rows))

    async def raw(self, handoff_id: str) -> tuple[bytes, str] | None:
        """See ``HandoffStore``."""
        row = await self._readers.first(
            "SELECT raw, media_type FROM handoffs JOIN bodies ON handoff_id = id WHERE id = $1",
            handoff_id,
        )
        return (row["raw"], row["media_type"]) if row else None

    async def package(self, handoff_id: str) -> bytes | None:
        """See ``HandoffStore``."""
        row = await self._readers.first(
            "SELECT package FROM bodies WHERE handoff_id = $1", handoff_id
        )
        return row["package"] if row else None

    async def _created_at(self, handoff_id: str) -> str:
        row = await self._readers.first("SELECT created_at FROM handoffs WHERE id = $1", handoff_id)
        if row is None:
            raise NotFound("There is no handoff with the id that the page should start behind.")
        return str(row["created_at"])


def _work(new: NewHandoff) -> Work:
    key = None
    locks = [lock_of(new.conversation_id), lock_of_handoff(new.id)]
    if new.idempotency_key is not None:
        key = hashlib.sha256(new.idempotency_key.encode()).hexdigest()
        locks.append(f"key {key} of {new.client}")
    return Work(plan=partial(_accept, new, key), locks=tuple(locks))


def _accept(new: NewHandoff, key: str | None) -> Plan:
    row = yield Ask(_ACCEPT, _args(new, key))
    if not row["fresh"]:
        return Written(value=_repeated(new, row))
    destinations = tuple(one.destination for one in new.deliveries)
    return Written(
        value=Accepted(handoff_id=new.id),
        events=(accepted(new.id, destinations),),
        wakes=tuple(Wake(lane=Lane(new.conversation_id, name)) for name in destinations),
    )


def _args(new: NewHandoff, key: str | None) -> tuple[object, ...]:
    return (
        *(new.id, new.client, new.conversation_id, new.created_at, new.dialect, new.media_type),
        *(new.raw_sha256, worst_status(FIRST_STATUS for _ in new.deliveries)),
        *(new.raw, new.package),
        # asyncpg encodes the elements of arrays by itself, without our escapes.
        [escape(delivery.id) for delivery in new.deliveries],
        [escape(delivery.destination) for delivery in new.deliveries],
        *(FIRST_STATUS, key, new.reply_to, new.traceparent),
    )


def _repeated(handoff: NewHandoff, row: Record) -> Accepted:
    if row["keyed"] is not None:
        if row["keyed_sha256"] != handoff.raw_sha256:
            raise key_with_another_body()
        return Accepted(handoff_id=row["keyed"], repeated=True)
    if row["same_sha256"] != handoff.raw_sha256:
        raise id_is_taken()
    return Accepted(handoff_id=handoff.id, repeated=True)


def _select(test: str, order: str, limit: str) -> str:
    # One statement, so that a handoff and its deliveries are of one moment.
    return (
        f"SELECT handoffs.*, {_DELIVERIES} FROM"  # noqa: S608 - our words only
        f" (SELECT {', '.join(_HANDOFF)} FROM handoffs WHERE {test} {order} {limit}) AS handoffs"
        " LEFT JOIN deliveries ON deliveries.handoff_id = handoffs.id"
        " ORDER BY handoffs.created_at DESC, handoffs.id DESC, deliveries.sequence"
    )


def _handoffs(rows: Iterable[Record]) -> Iterator[HandoffRow]:
    for _, group in groupby(rows, key=itemgetter("id")):
        found = list(group)
        deliveries = tuple(
            delivery_of(row, "delivery_") for row in found if row["delivery_id"] is not None
        )
        members = {name: found[0][name] for name in _HANDOFF}
        yield msgspec.convert({**members, "deliveries": deliveries}, HandoffRow)
