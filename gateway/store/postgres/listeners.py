"""Who is told what becomes of a handoff, in PostgreSQL."""

from __future__ import annotations

import msgspec

from gateway.store.clock import far_ahead, now
from gateway.store.events import ListenerRow
from gateway.store.postgres.batch import statement
from gateway.store.postgres.driver import Record
from gateway.store.postgres.leases import lock_of_handoff
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer

_SELECT = f"SELECT {', '.join(ListenerRow.__struct_fields__)} FROM listeners "  # noqa: S608 - our words only
_DUE = _SELECT + "WHERE due_at <= $1 ORDER BY due_at LIMIT $2"
_FAR = _SELECT + "WHERE due_at > $1 AND attempts = 0 LIMIT $2"
# $1 handoff · $2 was due · $3 told · $4 attempts · $5 due · $6 ended · $7 now
# While somebody was being told, more may have happened: that did not call them again.
_SAVE = """
WITH more AS (
    SELECT $5::text IS NULL AND $6::text IS NULL AND EXISTS (
        SELECT FROM events WHERE handoff_id = $1::text AND sequence > $3::bigint
    ) AS came
), saved AS (
    UPDATE listeners SET told = $3::bigint, attempts = $4::int, ended_at = $6::text,
        due_at = CASE WHEN more.came THEN $7::text ELSE $5::text END
    FROM more WHERE handoff_id = $1::text AND due_at IS NOT DISTINCT FROM $2::text
    RETURNING handoff_id
)
SELECT EXISTS (SELECT FROM saved) AS saved
"""


class Listeners:
    """The part of the store that knows who has not heard everything yet."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def listener(self, handoff_id: str) -> ListenerRow | None:
        """See ``ListenerStore``."""
        row = await self._readers.first(_SELECT + "WHERE handoff_id = $1", handoff_id)
        return _listener(row) if row else None

    async def due_listeners(self, *, now: str, limit: int) -> list[ListenerRow]:
        """See ``ListenerStore``."""
        rows = await self._readers.all(_DUE, now, limit)
        rows = rows or await self._readers.all(_FAR, far_ahead(now), limit)
        return [_listener(row) for row in rows]

    async def take_listener(self, listener: ListenerRow, *, until: str) -> ListenerRow | None:
        """See ``ListenerStore``."""
        taken = msgspec.structs.replace(listener, due_at=until)
        return taken if await self.save_listener(taken, listener) else None

    async def save_listener(self, listener: ListenerRow, taken: ListenerRow) -> bool:
        """See ``ListenerStore``."""
        work = statement(
            _SAVE,
            *(listener.handoff_id, taken.due_at),
            *(listener.told, listener.attempts, listener.due_at, listener.ended_at, now()),
            locks=(lock_of_handoff(listener.handoff_id),),
        )
        return bool((await self._writer.write(work))["saved"])


def _listener(row: Record) -> ListenerRow:
    return msgspec.convert(dict(row.items()), ListenerRow)
