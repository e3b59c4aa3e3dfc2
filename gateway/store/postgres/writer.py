"""Two connections that write. Whatever queues up while they commit shares the next commits.

There is no time window: a write alone commits at once, and under load the commits themselves are
the time in which the next batch gathers.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from gateway.sdk.errors import StoreUnavailable
from gateway.store.postgres.batch import Effects, Outcome, Work, commit_batch
from gateway.store.postgres.driver import Connection, failures
from gateway.store.postgres.failures import unavailable

# Bounds how much one transaction locks, and how long its first write waits for its last.
_MOST = 64


class _Job(NamedTuple):
    work: Work
    future: asyncio.Future[Any]


def uncounted(_writes: int) -> None:
    """The commit hook of those who do not want to know."""


class Writer:
    """Runs writes in batches; ``on_commit`` hears how many shared each commit.

    ``connecting`` makes a connection; one that broke is replaced before the next batch.
    """

    def __init__(
        self,
        connecting: Callable[[], Awaitable[Connection]],
        effects: Effects,
        on_commit: Callable[[int], None] = uncounted,
    ) -> None:
        self._connecting = connecting
        self._effects = effects
        self._on_commit = on_commit
        self._jobs: deque[_Job] = deque()
        self._idle: deque[asyncio.Future[None]] = deque()
        self._tasks: list[asyncio.Task[None]] = []
        self._busy = 0
        self._is_open = False

    def start(self, connections: Sequence[Connection]) -> None:
        """Take over connections; nobody else may use them until ``stop``."""
        self._is_open = True
        self._tasks = [asyncio.create_task(self._serve(one)) for one in connections]

    async def write(self, work: Work) -> Any:
        """What the work comes to, once it is durable.

        Raises what its plan raised, and ``StoreUnavailable``.
        """
        if not self._is_open:
            raise StoreUnavailable("The PostgreSQL store is closed.")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._jobs.append(_Job(work, future))
        self._call_somebody()
        try:
            return await future
        except failures() as error:
            raise unavailable(error) from error

    async def stop(self) -> None:
        """Finish what is queued, then let the connections go."""
        self._is_open = False
        for _ in self._tasks:
            self._call_somebody()
        await asyncio.gather(*self._tasks)
        self._tasks = []

    def _call_somebody(self) -> None:
        while self._idle:
            waiting = self._idle.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return

    async def _serve(self, connection: Connection) -> None:
        while await self._has_work():
            jobs = self._share()
            self._busy += 1
            try:
                if connection.is_closed():
                    connection = await self._connecting()
                outcomes = await commit_batch(connection, [job.work for job in jobs], self._effects)
            except failures() as error:
                outcomes = [Outcome(error=error)] * len(jobs)
            self._busy -= 1
            self._on_commit(len(jobs))
            _tell(jobs, outcomes)
        await _close(connection)

    def _share(self) -> list[_Job]:
        """What falls to one of those who are free."""
        free = len(self._tasks) - self._busy
        count = min(_MOST, -(-len(self._jobs) // free))
        return [self._jobs.popleft() for _ in range(count)]

    async def _has_work(self) -> bool:
        """Wait for work; False once there is none and will be none."""
        while not self._jobs and self._is_open:
            waiting = asyncio.get_running_loop().create_future()
            self._idle.append(waiting)
            await waiting
        return bool(self._jobs)


def _tell(jobs: Sequence[_Job], outcomes: Sequence[Outcome]) -> None:
    for job, outcome in zip(jobs, outcomes, strict=True):
        if job.future.done():
            continue
        if outcome.error is not None:
            job.future.set_exception(outcome.error)
        else:
            job.future.set_result(outcome.value)


async def _close(connection: Connection) -> None:
    try:
        await connection.close(timeout=5)
    except failures():
        connection.terminate()
