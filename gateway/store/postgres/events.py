"""What happened, in PostgreSQL: noted in the commit of the change itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gateway.store.clock import now
from gateway.store.events import EventRow, NewEvent
from gateway.store.postgres.batch import key_of, statement
from gateway.store.postgres.driver import Connection
from gateway.store.postgres.escapes import escape
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer

# Who reads on from a number must not find a lower one later, so numbers are given out in the order
# of the commits: under a lock that is held from here to the commit, which comes next.
_NOTE = f"""
WITH alone AS MATERIALIZED (SELECT pg_advisory_xact_lock({key_of("events")}))
INSERT INTO events (sequence, at, type, handoff_id, delivery_id, data)
SELECT nextval('events_sequence'), $1::text, one.type, one.handoff_id, one.delivery_id, one.data
FROM alone, unnest($2::text[], $3::text[], $4::text[], $5::bytea[]) WITH ORDINALITY
    AS one (type, handoff_id, delivery_id, data, place)
ORDER BY one.place
"""  # noqa: S608 - a number of ours
_CALL = (
    "UPDATE listeners SET due_at = $1 WHERE handoff_id = ANY($2::text[]) AND due_at IS NULL"
    " AND ended_at IS NULL"
)
_EVENTS = (
    "SELECT sequence, at, type, handoff_id, delivery_id, data FROM events"
    " WHERE sequence > $1 AND ($3::text IS NULL OR handoff_id = $3::text)"
    " ORDER BY sequence LIMIT $2"
)
# Of the oldest only: events stand in the order of their time, so no index is needed for it.
_DROP = """
WITH gone AS (
    DELETE FROM events WHERE sequence IN (
        SELECT e.sequence
        FROM (SELECT sequence, at, handoff_id FROM events ORDER BY sequence LIMIT $2) AS e
        LEFT JOIN listeners AS l ON l.handoff_id = e.handoff_id
        WHERE e.at < $1 AND (l.due_at IS NULL OR l.told >= e.sequence)
    ) RETURNING sequence, handoff_id
), told AS (
    DELETE FROM listeners AS l USING (SELECT DISTINCT handoff_id FROM gone) AS handoffs
    WHERE l.handoff_id = handoffs.handoff_id AND l.due_at IS NULL
    AND NOT EXISTS (SELECT FROM events AS e WHERE e.handoff_id = l.handoff_id
        AND NOT EXISTS (SELECT FROM gone WHERE gone.sequence = e.sequence))
    AND NOT EXISTS (SELECT FROM deliveries AS d WHERE d.handoff_id = l.handoff_id
        AND d.status IN ('pending', 'delivering'))
)
SELECT count(*) AS count FROM gone
"""


class Events:
    """The part of the store that tells what happened."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def events(
        self, *, after: int, limit: int, handoff_id: str | None = None
    ) -> list[EventRow]:
        """See ``EventStore``."""
        rows = await self._readers.all(_EVENTS, after, limit, handoff_id)
        return [msgspec.convert(dict(row.items()), EventRow) for row in rows]

    async def drop_events(self, *, before: str, limit: int) -> int:
        """See ``EventStore``."""
        row = await self._writer.write(statement(_DROP, before, limit))
        return int(row["count"])


async def note_events(connection: Connection, events: Sequence[NewEvent]) -> None:
    """Keep events, and call who wants to hear of them. Whoever calls commits at once.

    The writes that they tell of hold the locks of their handoffs.
    """
    at = now()
    # asyncpg encodes the elements of arrays by itself, without our escapes.
    handoffs = [escape(event.handoff_id) for event in events]
    await connection.execute(_CALL, at, sorted(set(handoffs)))
    await connection.execute(
        _NOTE,
        at,
        [event.type for event in events],
        handoffs,
        [event.delivery_id and escape(event.delivery_id) for event in events],
        [event.data for event in events],
    )
