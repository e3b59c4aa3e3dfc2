"""Deliveries and their receipts' evidence in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.events import changes
from gateway.store.lanes import Lane, Lease
from gateway.store.records import DeliveryRow
from gateway.store.sqlite.events import note_event
from gateway.store.sqlite.leases import check_lease
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer
from gateway.store.status import worst_status

_COLUMNS = (
    "SELECT d.id, d.handoff_id, h.conversation_id, d.destination, d.status, d.attempts,"
    " d.created_at, d.next_attempt_at, d.ref, d.url, d.delivered, d.proofs, d.fates, d.problem,"
    " d.mapping, d.mapping_sha256, d.mapping_revision, d.schema_sha256, d.generation,"
    " d.first_attempt_at, d.last_attempt_at, d.reread_at, d.rereads, h.traceparent"
)
_SELECT = f"{_COLUMNS} FROM deliveries d JOIN handoffs h ON h.id = d.handoff_id "
# A cross join goes from left to right. Left to itself SQLite looks through all unfinished
# deliveries of the store for those of one lane: 0.7 s of each claim where 200,000 wait.
_OWED_IN_LANE = (
    " FROM handoffs h CROSS JOIN deliveries d ON d.handoff_id = h.id"
    " WHERE h.conversation_id = ? AND d.destination = ? AND d.status IN ('pending', 'delivering')"
)
_OLDEST = f"{_COLUMNS}{_OWED_IN_LANE} ORDER BY d.sequence LIMIT 1"
_OLDEST_ID = f"SELECT d.id, d.first_attempt_at{_OWED_IN_LANE} ORDER BY d.sequence LIMIT 1"
_IS_OWED = f"SELECT 1{_OWED_IN_LANE} LIMIT 1"
_FIXED = ("id", "handoff_id", "conversation_id", "destination", "created_at", "traceparent")
_CHANGING = tuple(name for name in DeliveryRow.__struct_fields__ if name not in _FIXED)
# SQLite writes the entries of every index whose column is named, changed or not.
_UNSEEN = tuple(name for name in _CHANGING if name not in ("status", "reread_at"))
_BEFORE = "SELECT status, ref, reread_at FROM deliveries WHERE id = ?"
_BEGUN = (
    *("status", "attempts", "next_attempt_at", "first_attempt_at", "last_attempt_at"),
    *("mapping", "mapping_sha256", "mapping_revision", "schema_sha256"),
)
_UPDATES = {
    names: f"UPDATE deliveries SET {' = ?, '.join(names)} = ? WHERE id = ?"  # noqa: S608 - ours
    for names in (_CHANGING, _UNSEEN, _BEGUN, _BEGUN[1:])
}


class Deliveries:
    """The part of the store that knows how far each delivery has come."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_delivery, delivery_id=delivery_id))

    async def unfinished(self) -> list[DeliveryRow]:
        """See ``DeliveryStore``."""
        return await self._readers.read(_unfinished)

    async def save_delivery(self, delivery: DeliveryRow, lease: Lease | None = None) -> None:
        """See ``DeliveryStore``."""
        await self._writer.write(partial(_save_delivery, delivery=delivery, lease=lease))

    async def receipt(self, delivery_id: str) -> bytes | None:
        """See ``DeliveryStore``."""
        return await self._readers.read(partial(_receipt, delivery_id=delivery_id))


def deliveries_of(db: sqlite3.Connection, handoff_id: str) -> tuple[DeliveryRow, ...]:
    """A handoff's deliveries in the order they were accepted in."""
    rows = db.execute(_SELECT + "WHERE d.handoff_id = ? ORDER BY d.sequence", (handoff_id,))
    return tuple(_row(row) for row in rows)


def _row(row: sqlite3.Row) -> DeliveryRow:
    return msgspec.convert(dict(row), DeliveryRow)


def known_delivery(db: sqlite3.Connection, delivery_id: str) -> DeliveryRow:
    """One delivery. Raises ``NotFound``."""
    row = _delivery(db, delivery_id)
    if row is None:
        raise NotFound("There is no delivery with this id.")
    return row


def select_deliveries(
    db: sqlite3.Connection, rest: str, values: Sequence[object]
) -> list[DeliveryRow]:
    """Deliveries by what stands behind SELECT and FROM; ``rest`` is our own words only."""
    return [_row(row) for row in db.execute(_SELECT + rest, values)]


def _delivery(db: sqlite3.Connection, delivery_id: str) -> DeliveryRow | None:
    row = db.execute(_SELECT + "WHERE d.id = ?", (delivery_id,)).fetchone()
    return _row(row) if row else None


def _unfinished(db: sqlite3.Connection) -> list[DeliveryRow]:
    # The words stand in the query so that its index over the few unfinished ones is used.
    rows = db.execute(_SELECT + "WHERE d.status IN ('pending', 'delivering') ORDER BY d.sequence")
    return [_row(row) for row in rows]


def oldest_unfinished(db: sqlite3.Connection, lane: Lane) -> DeliveryRow | None:
    """The delivery of a lane that is next, whether it is due or not."""
    row = db.execute(_OLDEST, (lane.conversation_id, lane.destination)).fetchone()
    return _row(row) if row else None


def is_owed(db: sqlite3.Connection, lane: Lane) -> bool:
    """Whether a delivery of a lane has not ended."""
    row = db.execute(_IS_OWED, (lane.conversation_id, lane.destination)).fetchone()
    return row is not None


def is_oldest_and_fresh(db: sqlite3.Connection, lane: Lane, delivery_id: str) -> bool:
    """Whether a delivery is its lane's next, and nobody has begun it."""
    row = db.execute(_OLDEST_ID, (lane.conversation_id, lane.destination)).fetchone()
    return row is not None and tuple(row) == (delivery_id, None)


def _save_delivery(db: sqlite3.Connection, *, delivery: DeliveryRow, lease: Lease | None) -> None:
    check_lease(db, lease)
    update_delivery(db, delivery)


def begin_delivery(db: sqlite3.Connection, before: DeliveryRow, begun: DeliveryRow) -> DeliveryRow:
    """An attempt at a delivery begins: nothing to tell but that it is being delivered."""
    _write(db, begun, _BEGUN if before.status != begun.status else _BEGUN[1:])
    if before.status != begun.status:
        _tell_handoff(db, begun)
    return begun


def begin_fresh(db: sqlite3.Connection, begun: DeliveryRow) -> None:
    """``begin_delivery`` for one that nobody has begun before."""
    _write(db, begun, _BEGUN)
    _tell_handoff(db, begun)


def keep_delivery(db: sqlite3.Connection, delivery: DeliveryRow, evidence: bytes | None) -> None:
    """``update_delivery``, with what its receipt is computed from. Raises ``NotFound``."""
    update_delivery(db, delivery)
    if evidence is not None:
        db.execute("INSERT OR REPLACE INTO receipts VALUES (?, ?)", (delivery.id, evidence))


def update_delivery(db: sqlite3.Connection, delivery: DeliveryRow) -> None:
    """Replace a delivery's state, its handoff's status with it, and note what that tells.

    Raises ``NotFound``.
    """
    row = db.execute(_BEFORE, (delivery.id,)).fetchone()
    if row is None:
        raise NotFound("There is no delivery with this id.")
    before = msgspec.structs.replace(delivery, **dict(row))
    is_seen = (before.status, before.reread_at) != (delivery.status, delivery.reread_at)
    _write(db, delivery, _CHANGING if is_seen else _UNSEEN)
    for event in changes(before, delivery):
        note_event(db, event)
    if before.status != delivery.status:
        _tell_handoff(db, delivery)


def _write(db: sqlite3.Connection, delivery: DeliveryRow, names: tuple[str, ...]) -> None:
    values = [getattr(delivery, name) for name in names]
    db.execute(_UPDATES[names], (*values, delivery.id))


def _tell_handoff(db: sqlite3.Connection, delivery: DeliveryRow) -> None:
    statuses = db.execute(
        "SELECT status FROM deliveries WHERE handoff_id = ?", (delivery.handoff_id,)
    )
    db.execute(
        "UPDATE handoffs SET status = :status WHERE status <> :status AND id = :id",
        {"status": worst_status(row["status"] for row in statuses), "id": delivery.handoff_id},
    )


def _receipt(db: sqlite3.Connection, delivery_id: str) -> bytes | None:
    row = db.execute(
        "SELECT evidence FROM receipts WHERE delivery_id = ?", (delivery_id,)
    ).fetchone()
    return row["evidence"] if row else None
