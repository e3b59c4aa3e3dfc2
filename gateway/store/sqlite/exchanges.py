"""The journal of exchanges in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.lanes import Lease
from gateway.store.records import ExchangeRow
from gateway.store.sqlite.leases import check_lease
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer

# Begun once more, an exchange is a new one: no reply of an earlier attempt stays with it.
_BEGIN = (
    "INSERT OR REPLACE INTO exchanges (delivery_id, phase, round, number, step, method, path,"
    " fingerprint, started_at, attempt) VALUES (:delivery_id, :phase, :round, :number, :step,"
    " :method, :path, :fingerprint, :started_at, :attempt)"
)
_FINISH = (
    "UPDATE exchanges SET status = :status, headers = :headers, body = :body,"
    " finished_at = :finished_at, attempt = :attempt WHERE delivery_id = :delivery_id"
    " AND phase = :phase AND round = :round AND number = :number"
)


class Exchanges:
    """The part of the store from which a delivery is taken up again after a crash."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def begin_exchange(self, exchange: ExchangeRow, lease: Lease | None = None) -> None:
        """See ``JournalStore``."""
        await self._writer.write(partial(_begin, exchange=exchange, lease=lease))

    async def finish_exchange(self, exchange: ExchangeRow, lease: Lease | None = None) -> None:
        """See ``JournalStore``."""
        await self._writer.write(partial(_finish, exchange=exchange, lease=lease))

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """See ``JournalStore``."""
        return await self._readers.read(partial(_exchanges, delivery_id=delivery_id))


def _begin(db: sqlite3.Connection, *, exchange: ExchangeRow, lease: Lease | None) -> None:
    check_lease(db, lease)
    try:
        db.execute(_BEGIN, msgspec.structs.asdict(exchange))
    except sqlite3.IntegrityError:
        raise NotFound("There is no delivery with this id.") from None


def _finish(db: sqlite3.Connection, *, exchange: ExchangeRow, lease: Lease | None) -> None:
    check_lease(db, lease)
    if db.execute(_FINISH, msgspec.structs.asdict(exchange)).rowcount == 0:
        raise RuntimeError(f"the exchange {exchange.step!r} is finished but was never begun")


def _exchanges(db: sqlite3.Connection, delivery_id: str) -> list[ExchangeRow]:
    rows = db.execute(
        "SELECT * FROM exchanges WHERE delivery_id = ? ORDER BY phase, round, number",
        (delivery_id,),
    )
    return [msgspec.convert(dict(row), ExchangeRow) for row in rows]
