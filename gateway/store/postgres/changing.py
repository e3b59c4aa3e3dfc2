"""Changing a delivery: its state, its handoff's status, its receipt, and what that tells."""

from __future__ import annotations

from collections.abc import Generator

import msgspec

from gateway.sdk.errors import NotFound
from gateway.store.events import NewEvent, changes
from gateway.store.lanes import Lease
from gateway.store.postgres.batch import Ask
from gateway.store.postgres.driver import Record
from gateway.store.postgres.leases import demand, held, of_lease
from gateway.store.records import DeliveryRow, DeliveryStatus
from gateway.store.status import worst_status

COLUMNS = DeliveryRow.__struct_fields__
LISTED = ", ".join(COLUMNS)
_FIXED = ("id", "handoff_id", "conversation_id", "destination", "created_at", "traceparent")
_CHANGING = tuple(name for name in COLUMNS if name not in _FIXED)
_LOOK = f"""
SELECT {held(2)} AS held, {", ".join(f"found.{name}" for name in COLUMNS)},
    (SELECT array_agg(status) FROM deliveries AS other
     WHERE other.handoff_id = found.handoff_id AND other.id <> found.id) AS others
FROM (SELECT) AS always LEFT JOIN deliveries AS found ON found.id = $1::text
"""  # noqa: S608 - our words only
_SET = ", ".join(f"{name} = ${place}" for place, name in enumerate(_CHANGING, start=5))
_CHANGE = f"""
WITH changed AS (
    UPDATE deliveries SET problem_code = $4::text, {_SET} WHERE id = $1::text
    RETURNING id, handoff_id
), worst AS (
    UPDATE handoffs SET status = $2::text FROM changed
    WHERE handoffs.id = changed.handoff_id AND handoffs.status <> $2::text
), kept AS (
    INSERT INTO receipts (delivery_id, evidence) SELECT id, $3::bytea FROM changed
    WHERE $3::bytea IS NOT NULL
    ON CONFLICT (delivery_id) DO UPDATE SET evidence = EXCLUDED.evidence
)
SELECT FROM changed
"""  # noqa: S608 - our words only


def delivery_of(row: Record, prefix: str = "") -> DeliveryRow:
    """A row with ``COLUMNS``, whose names start with a prefix, as a delivery."""
    return msgspec.convert({name: row[prefix + name] for name in COLUMNS}, DeliveryRow)


class _Coded(msgspec.Struct, frozen=True):
    code: str | None = None


class Seen(msgspec.Struct, frozen=True):
    """A delivery as it stands, and the statuses of its handoff's others."""

    delivery: DeliveryRow
    others: list[str]


def look(delivery_id: str, lease: Lease | None = None) -> Generator[Ask, Record, Seen]:
    """A delivery before it is changed. Raises ``NotFound`` and ``LeaseLost``."""
    row = yield Ask(_LOOK, (delivery_id, *of_lease(lease)))
    demand(row)
    if row["id"] is None:
        raise NotFound("There is no delivery with this id.")
    return Seen(delivery_of(row), row["others"] or [])


def change(
    seen: Seen, after: DeliveryRow, evidence: bytes | None = None
) -> Generator[Ask, Record, tuple[NewEvent, ...]]:
    """Replace the state; what that tells. With evidence, that of the receipt too."""
    statuses = msgspec.convert([*seen.others, after.status], list[DeliveryStatus])
    members = (getattr(after, name) for name in _CHANGING)
    code = msgspec.json.decode(after.problem, type=_Coded).code if after.problem else None
    yield Ask(_CHANGE, (after.id, worst_status(statuses), evidence, code, *members))
    return changes(seen.delivery, after)
