"""Taking a lane with the first write about it, in PostgreSQL."""

from __future__ import annotations

from collections.abc import Generator
from datetime import timedelta

from gateway.store.lanes import Lease, LeaseLost, Taking
from gateway.store.postgres.batch import Ask
from gateway.store.postgres.driver import Record
from gateway.store.status import WORST_FIRST

_BEFORE = WORST_FIRST[: WORST_FIRST.index("delivering")]
# $1 conversation · $2 destination · $3 holder · $4 how long · $5 delivery · $6 attempts · $7 now
# $8 to $11 the mapping · a handoff is being delivered unless one of its others says worse.
_TAKE = f"""
WITH oldest AS (
    SELECT id, first_attempt_at FROM deliveries WHERE conversation_id = $1 AND destination = $2
    AND status IN ('pending', 'delivering') ORDER BY sequence LIMIT 1
), begun AS (
    UPDATE deliveries SET status = 'delivering', attempts = $6, first_attempt_at = $7,
        last_attempt_at = $7, mapping = $8, mapping_sha256 = $9, mapping_revision = $10,
        schema_sha256 = $11
    FROM oldest WHERE deliveries.id = oldest.id AND oldest.id = $5
    AND oldest.first_attempt_at IS NULL
    AND NOT EXISTS (SELECT FROM lanes WHERE conversation_id = $1 AND destination = $2
        AND holder <> $3 AND expires_at > clock_timestamp())
    RETURNING deliveries.id, deliveries.handoff_id
), told AS (
    UPDATE handoffs SET status = 'delivering' FROM begun
    WHERE handoffs.id = begun.handoff_id AND NOT EXISTS (
        SELECT FROM deliveries AS other WHERE other.handoff_id = begun.handoff_id
        AND other.id <> begun.id AND other.status IN ({", ".join(f"'{one}'" for one in _BEFORE)}))
), granted AS (
    INSERT INTO lanes (conversation_id, destination, holder, fence, expires_at)
    SELECT $1, $2, $3, nextval('fences'), clock_timestamp() + $4::interval FROM begun
    ON CONFLICT (conversation_id, destination) DO UPDATE SET
        holder = EXCLUDED.holder, fence = EXCLUDED.fence, expires_at = EXCLUDED.expires_at
    RETURNING fence
)
SELECT (SELECT fence FROM granted) AS fence
"""  # noqa: S608 - our words only


def take(taking: Taking) -> Generator[Ask, Record, Lease]:
    """The lease. Raises ``LeaseLost``; nothing is written then."""
    lane, delivery = taking.lane, taking.delivery
    args = (
        *(lane.conversation_id, lane.destination, taking.holder),
        *(timedelta(seconds=taking.seconds), delivery.id, delivery.attempts, taking.now),
        *(delivery.mapping, delivery.mapping_sha256),
        *(delivery.mapping_revision, delivery.schema_sha256),
    )
    row = yield Ask(_TAKE, args)
    if row["fence"] is None:
        raise LeaseLost
    return Lease(lane=lane, holder=taking.holder, fence=row["fence"])
