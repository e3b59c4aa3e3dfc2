"""What happened, in PostgreSQL: noted in the commit of the change itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gateway.store.clock import now
from gateway.store.events import EventRow, NewEvent
from gateway.store.postgres.batch import key_of
from gateway.store.postgres.driver import Connection
from gateway.store.postgres.escapes import escape
from gateway.store.postgres.readers import Readers

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


class Events:
    """The part of the store that tells what happened."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def events(
        self, *, after: int, limit: int, handoff_id: str | None = None
    ) -> list[EventRow]:
        """See ``EventStore``."""
        rows = await self._readers.all(_EVENTS, after, limit, handoff_id)
        return [msgspec.convert(dict(row.items()), EventRow) for row in rows]


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
