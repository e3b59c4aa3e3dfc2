"""Replays, discards and lists of deliveries in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

from gateway.sdk.errors import NotFound
from gateway.store.records import Backlog, DeliveryFilter, DeliveryRow
from gateway.store.replays import discarded, reopened
from gateway.store.sqlite.deliveries import known_delivery, select_deliveries, update_delivery
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


class Replays:
    """The part of the store with which people look after deliveries that have ended."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def reopen(self, delivery_id: str, *, anew: bool) -> DeliveryRow:
        """See ``ReplayStore``."""
        return await self._writer.write(partial(_reopen, delivery_id=delivery_id, anew=anew))

    async def discard(self, delivery_id: str, problem: bytes) -> DeliveryRow:
        """See ``ReplayStore``."""
        work = partial(_discard, delivery_id=delivery_id, problem=problem)
        return await self._writer.write(work)

    async def deliveries(
        self, wanted: DeliveryFilter, *, before: str | None, limit: int
    ) -> list[DeliveryRow]:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_page, wanted=wanted, before=before, limit=limit))

    async def count_deliveries(self, wanted: DeliveryFilter) -> int:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_count, wanted=wanted))

    async def backlog(self) -> list[Backlog]:
        """See ``DeliveryStore``."""
        return await self._readers.read(_backlog)


def _reopen(db: sqlite3.Connection, *, delivery_id: str, anew: bool) -> DeliveryRow:
    owed = reopened(known_delivery(db, delivery_id), anew=anew)
    update_delivery(db, owed)
    return owed


def _discard(db: sqlite3.Connection, *, delivery_id: str, problem: bytes) -> DeliveryRow:
    gone = discarded(known_delivery(db, delivery_id), problem)
    update_delivery(db, gone)
    return gone


def _page(
    db: sqlite3.Connection, *, wanted: DeliveryFilter, before: str | None, limit: int
) -> list[DeliveryRow]:
    tests, values = _tests(wanted)
    if before is not None:
        tests, values = [*tests, "d.sequence < ?"], [*values, _sequence(db, before)]
    where = f"WHERE {' AND '.join(tests) or '1'} ORDER BY d.sequence DESC LIMIT ?"
    return select_deliveries(db, where, [*values, limit])


def _count(db: sqlite3.Connection, *, wanted: DeliveryFilter) -> int:
    tests, values = _tests(wanted)
    (count,) = db.execute(
        f"SELECT count(*) FROM deliveries d WHERE {' AND '.join(tests) or '1'}",  # noqa: S608
        values,
    ).fetchone()
    return int(count)


def _backlog(db: sqlite3.Connection) -> list[Backlog]:
    rows = db.execute(
        "SELECT destination, count(*), min(created_at) FROM deliveries"
        " WHERE status IN ('pending', 'delivering') GROUP BY destination ORDER BY destination"
    )
    return [Backlog(destination=name, count=count, oldest=oldest) for name, count, oldest in rows]


def _tests(wanted: DeliveryFilter) -> tuple[list[str], list[object]]:
    places = ", ".join("?" * len(wanted.statuses))
    # SQLite reads a BLOB as its own binary JSON.
    code = "json_extract(CAST(d.problem AS TEXT), '$.code') = ?"
    asked: dict[str, tuple[object, ...]] = {
        f"d.status IN ({places})": wanted.statuses,
        "d.destination = ?": _given(wanted.destination),
        code: _given(wanted.code),
        "d.created_at >= ?": _given(wanted.since),
        "d.created_at < ?": _given(wanted.until),
    }
    tests = [test for test, values in asked.items() if values]
    return tests, [value for values in asked.values() for value in values]


def _given(value: str | None) -> tuple[object, ...]:
    return () if value is None else (value,)


def _sequence(db: sqlite3.Connection, delivery_id: str) -> int:
    row = db.execute("SELECT sequence FROM deliveries WHERE id = ?", (delivery_id,)).fetchone()
    if row is None:
        raise NotFound("There is no delivery with the id that the page should start behind.")
    return int(row["sequence"])
