"""The journal of exchanges in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.lanes import Lease, Right, Taking
from gateway.store.records import ExchangeRow, Progress
from gateway.store.sqlite.deliveries import is_owed, keep_delivery
from gateway.store.sqlite.leases import check_lease, free
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.taking import take
from gateway.store.sqlite.writer import Writer

_COLUMNS = ExchangeRow.__struct_fields__
# Begun once more, an exchange is a new one: no reply of an earlier attempt stays with it.
_NOTE = (
    f"INSERT OR REPLACE INTO exchanges ({', '.join(_COLUMNS)})"  # noqa: S608 - our words only
    f" VALUES ({', '.join('?' * len(_COLUMNS))})"
)


class Exchanges:
    """The part of the store from which a delivery is taken up again after a crash."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def advance(
        self, progress: Progress, lease: Right | None = None, *, gives_back: bool = False
    ) -> Lease | None:
        """See ``JournalStore``."""
        work = partial(_advance, progress=progress, right=lease, gives_back=gives_back)
        return await self._writer.write(work)

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """See ``JournalStore``."""
        return await self._readers.read(partial(_exchanges, delivery_id=delivery_id))


def _advance(
    db: sqlite3.Connection, *, progress: Progress, right: Right | None, gives_back: bool
) -> Lease | None:
    lease = _checked(db, right)
    try:
        for exchange in progress.exchanges:
            db.execute(_NOTE, msgspec.structs.astuple(exchange))
    except sqlite3.IntegrityError:
        raise NotFound("There is no delivery with this id.") from None
    if progress.delivery is not None:
        keep_delivery(db, progress.delivery, progress.evidence)
    if lease is None or not gives_back or is_owed(db, lease.lane):
        return lease
    free(db, lease.lane)
    return None


def _checked(db: sqlite3.Connection, right: Right | None) -> Lease | None:
    """Raises ``LeaseLost``."""
    if isinstance(right, Taking):
        return take(db, right)
    check_lease(db, right)
    return right


def _exchanges(db: sqlite3.Connection, delivery_id: str) -> list[ExchangeRow]:
    rows = db.execute(
        "SELECT * FROM exchanges WHERE delivery_id = ? ORDER BY phase, round, number",
        (delivery_id,),
    )
    return [msgspec.convert(dict(row), ExchangeRow) for row in rows]
