"""Hands lanes out among any number of processes: PgQueuer over the store's own database.

A lane is put into the queue in the commit that gives it work (see ``gateway.store.postgres``), so
here it is only taken out: by NOTIFY within milliseconds, its destination's seats counted over
all processes, and that of a process that died taken over once its heartbeat is old. What PgQueuer
hands out twice, or to two at once, the lanes' leases make harmless.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.delivery.bug import whereabouts
from gateway.delivery.scheduler import AFTER_A_BUG, Carry
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Lane
from gateway.store.postgres.driver import Connection, failures
from gateway.store.postgres.failures import cure
from gateway.store.postgres.queue import Wake, queries, queue_settings
from gateway.store.postgres.shared_queue import SharedQueue, lane_of

if TYPE_CHECKING:
    from pgqueuer.models import Job
    from pgqueuer.qm import QueueManager

_log = logging.getLogger("readback.delivery")

_RECONNECT_PAUSE = 1.0
_TIDY_EVERY = 60.0
# PgQueuer 1.6 takes what is done out of the queue in batches of this size, else only every 0.1 s,
# and until then it keeps its seat: with more than there are seats, all of them wait. Measured
# 2026-11 with 4 seats and lanes of 5 ms: 1 gives 82/s, 4 gives 190/s, 10 gives 37/s.
_BATCH = 4


class SharedScheduler:
    """``Scheduler`` for many processes; ``seats`` is each destination's concurrency in all of them.

    A process that has died keeps its lanes, and its seats, for ``lease_seconds``.
    """

    def __init__(
        self, carry: Carry, seats: Mapping[str, int], queue: SharedQueue, lease_seconds: float
    ) -> None:
        self._carry = carry
        self._seats = seats
        self._queue = queue
        self._lease_seconds = lease_seconds
        self._manager: QueueManager | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._working: set[asyncio.Task[float | None]] = set()
        self._is_stopped = False

    async def start(self) -> None:
        """See ``Scheduler``."""
        if self._seats:
            self._tasks = [asyncio.create_task(self._serve()), asyncio.create_task(self._tidy())]

    async def wake(self, lane: Lane, after: float = 0.0) -> None:
        """See ``Scheduler``."""
        await self._queue.put([Wake(lane=lane, after=after, once=True)])

    async def given_work(self, lane: Lane) -> None:
        """See ``Scheduler``: the commit itself has put it into the queue."""

    async def refill(self, owed: Sequence[tuple[Lane, float]]) -> None:
        """See ``Scheduler``. Lanes that are in the queue are left as they are."""
        queued = await self._queue.lanes() if owed else set[Lane]()
        missing = [
            Wake(lane=lane, after=after, once=True) for lane, after in owed if lane not in queued
        ]
        if missing:
            await self._queue.put(missing)

    async def stop(self, drain: float = 0.0) -> None:
        """See ``Scheduler``. What is cut off goes back into the queue."""
        self._is_stopped = True
        if self._manager is not None:
            self._manager.shutdown.set()
        if self._working and drain:
            await asyncio.wait(tuple(self._working), timeout=drain)
        for task in tuple(self._working):
            task.cancel()
        # A manager ends by itself, once it has put back what was cut off.
        for task in self._tasks[self._manager is not None :]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def _serve(self) -> None:
        while not self._is_stopped:
            try:
                await self._listen()
            except failures() as error:
                _log.error("no lanes are handed out here for a moment: %s", cure(error))
            except Exception as error:  # noqa: BLE001 - PgQueuer's own, such as a deaf listener
                _log.error("the queue broke: %s", whereabouts(error))
            if not self._is_stopped:
                await asyncio.sleep(_RECONNECT_PAUSE)

    async def _listen(self) -> None:
        """Hand lanes out until the scheduler stops or its connection breaks."""
        connection = await self._queue.connect()
        try:
            self._manager = self._new_manager(connection)
            await self._manager.run(
                batch_size=min(_BATCH, *self._seats.values()),
                heartbeat_timeout=timedelta(seconds=self._lease_seconds),
                shutdown_on_listener_failure=True,
            )
        finally:
            self._manager = None
            connection.terminate()

    def _new_manager(self, connection: Connection) -> QueueManager:
        from pgqueuer.qm import QueueManager

        manager = QueueManager(queries(connection), channel=queue_settings().channel)
        for destination, seats in self._seats.items():
            manager.entrypoint(destination, concurrency_limit=seats)(self._work)
        connection.add_termination_listener(lambda _: manager.shutdown.set())
        return manager

    async def _work(self, job: Job) -> None:
        """One job. Only a request for another try leaves here: PgQueuer drops what fails."""
        from pgqueuer.errors import RetryRequested

        task = asyncio.create_task(self._carried(lane_of(job.payload)))
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        await asyncio.wait({task})
        after = 0.0 if task.cancelled() else task.result()
        if after is not None:
            raise RetryRequested(delay=timedelta(seconds=after))

    async def _carried(self, lane: Lane) -> float | None:
        try:
            return await self._carry(lane)
        except Exception as error:  # noqa: BLE001 - the other lanes go on
            _log.error("a lane of %s broke: %s", lane.destination, whereabouts(error))
            return AFTER_A_BUG

    async def _tidy(self) -> None:
        while True:
            await asyncio.sleep(_TIDY_EVERY)
            with contextlib.suppress(StoreUnavailable):
                await self._queue.tidy()
