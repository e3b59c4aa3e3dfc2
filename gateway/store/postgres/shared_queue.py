"""The queue of lanes as a scheduler sees it: put in, looked at, tidied, and its own connections."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import msgspec

from gateway.store.lanes import Lane
from gateway.store.postgres.batch import Plan, Work, Written, statement
from gateway.store.postgres.driver import Connection
from gateway.store.postgres.queue import Wake, queue_settings
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer

_KEEP_LOG = timedelta(hours=1)
_KEEP_STATISTICS = timedelta(days=1)


class SharedQueue:
    """Puts lanes into the queue and looks at it; ``connect`` makes a connection to listen on."""

    def __init__(
        self, writer: Writer, readers: Readers, connecting: Callable[[], Awaitable[Connection]]
    ) -> None:
        self._writer = writer
        self._readers = readers
        self.connect = connecting

    async def put(self, wakes: Sequence[Wake]) -> None:
        """Have lanes handed out. Raises ``StoreUnavailable``."""

        def plan() -> Plan:
            yield from ()
            return Written(wakes=tuple(wakes))

        await self._writer.write(Work(plan=plan))

    async def lanes(self) -> set[Lane]:
        """The lanes in the queue, those being worked on among them. Raises ``StoreUnavailable``."""
        rows = await self._readers.all(
            f"SELECT DISTINCT payload FROM {queue_settings().queue_table}"  # noqa: S608 - our own name
        )
        return {lane_of(row["payload"]) for row in rows}

    async def tidy(self) -> None:
        """Let go of what PgQueuer keeps of jobs that are done: it never does so by itself.

        Raises ``StoreUnavailable``.
        """
        names = queue_settings()
        for table, kept in (
            (names.queue_table_log, _KEEP_LOG),
            (names.statistics_table, _KEEP_STATISTICS),
        ):
            sql = (
                f"WITH gone AS (DELETE FROM {table} WHERE created < now() - $1::interval)"  # noqa: S608
                " SELECT true AS gone"
            )
            await self._writer.write(statement(sql, kept))


def lane_of(payload: bytes | None) -> Lane:
    """What ``enqueue`` put into a job."""
    return msgspec.json.decode(payload or b"", type=Lane)
