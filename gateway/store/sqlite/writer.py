"""The one thread that writes. Whatever queued up while it committed shares the next commit.

There is no time window: a write alone commits at once, and under load the commit itself is the
time in which the next group gathers. What the event loop has ready in one turn goes into one group
as well: where fsync is quick, every write would else have a commit of its own, which costs five
times the CPU of a shared one (measured 2026-11).
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar, cast

from gateway.sdk.errors import StoreUnavailable
from gateway.store.sqlite.failures import unavailable
from gateway.store.sqlite.group_commit import Outcome, Work, commit_group
from gateway.store.sqlite.location import Presence

T = TypeVar("T")


class _Job(NamedTuple):
    work: Work
    future: asyncio.Future[Any]


def uncounted(_writes: int) -> None:
    """The commit hook of those who do not want to know."""


class Writer:
    """Runs writes in order in its thread; ``on_commit`` hears how many shared each commit.

    The hook is called in the writer's thread after the commit and before anybody is told.
    """

    def __init__(self, path: Path, on_commit: Callable[[int], None] = uncounted) -> None:
        self._path = path
        self._on_commit = on_commit
        self._presence = Presence(path)
        self._gathered: list[_Job] = []
        self._jobs: SimpleQueue[list[_Job] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        # Nothing may be queued behind the job that ends the thread: it would wait for ever.
        self._ending = threading.Lock()

    def start(self, connection: sqlite3.Connection) -> None:
        """Take over a connection; nobody else may use it until ``stop``."""
        self._presence.is_lost()  # from now on it would be noticed
        self._thread = threading.Thread(
            target=self._serve, args=(connection,), name="readback-store-writer", daemon=True
        )
        self._thread.start()

    async def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run a work and wait until it is durable. It may run twice, so it only writes.

        Raises what the work raised, and ``StoreUnavailable``.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        with self._ending:
            if self._thread is None:
                raise StoreUnavailable(f"The store {self._path} is closed.")
            self._gathered.append(_Job(work, future))
        loop.call_soon(self._hand_over)
        try:
            return cast("T", await future)
        except sqlite3.Error as error:
            raise unavailable(error, self._path) from error

    def stop(self) -> None:
        """Finish what is queued, then end the thread. Blocks."""
        with self._ending:
            thread, self._thread = self._thread, None
            if thread is None:
                return
        self._hand_over()
        self._jobs.put(None)
        thread.join()

    def _hand_over(self) -> None:
        """Give the thread what was gathered, if nobody did so already."""
        with self._ending:
            gathered, self._gathered = self._gathered, []
            if gathered:
                self._jobs.put(gathered)

    def _serve(self, connection: sqlite3.Connection) -> None:
        last = False
        while not last:
            jobs, last = self._next_group()
            if jobs:
                outcomes = self._commit(connection, [job.work for job in jobs])
                self._on_commit(len(jobs))
                _tell(jobs, outcomes)

    def _commit(self, connection: sqlite3.Connection, works: Sequence[Work]) -> list[Outcome]:
        if self._presence.is_lost():
            return [Outcome(error=StoreUnavailable(_lost(self._path)))] * len(works)
        return commit_group(connection, works)

    def _next_group(self) -> tuple[list[_Job], bool]:
        """All jobs there are, waiting for the first; and whether they are the last ones."""
        jobs: list[_Job] = []
        gathered = self._jobs.get()
        while gathered is not None:
            jobs += gathered
            try:
                gathered = self._jobs.get_nowait()
            except Empty:
                return jobs, False
        return jobs, True


def _lost(path: Path) -> str:
    return (
        f"The store {path} was deleted or replaced while the gateway runs, and nothing that is "
        "written now would last: stop the gateway, put the file back, and start it again."
    )


def _tell(jobs: Sequence[_Job], outcomes: Sequence[Outcome]) -> None:
    """One wake-up for each event loop, however many of its futures are done."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Outcome]]]
    by_loop = defaultdict(list)
    for job, outcome in zip(jobs, outcomes, strict=True):
        by_loop[job.future.get_loop()].append((job.future, outcome))
    for loop, settled in by_loop.items():
        # A loop that was closed has nobody waiting in it.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, settled)


def _settle(settled: list[tuple[asyncio.Future[Any], Outcome]]) -> None:
    for future, outcome in settled:
        if future.done():
            continue
        if outcome.error is not None:
            future.set_exception(outcome.error)
        else:
            future.set_result(outcome.value)
