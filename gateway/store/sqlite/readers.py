"""A few connections that only read, each in a thread of its own while the writer goes on."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from gateway.sdk.errors import StoreUnavailable
from gateway.store.sqlite.connection import connect_reader
from gateway.store.sqlite.failures import unavailable

T = TypeVar("T")

_COUNT = 4


class Readers:
    """Runs reads; everything one read looks at is of the same moment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._ending = threading.Lock()
        self._open = ExitStack()

    def start(self) -> None:
        """Open the connections. Raises ``sqlite3.Error``."""
        for _ in range(_COUNT):
            self._idle.put(self._open.enter_context(closing(connect_reader(self._path))))
        self._threads = ThreadPoolExecutor(_COUNT, thread_name_prefix="readback-store-reader")

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` finds. Raises ``StoreUnavailable``."""
        loop = asyncio.get_running_loop()
        with self._ending:
            if self._threads is None:
                raise StoreUnavailable(f"The store {self._path} is closed.")
            reading = loop.run_in_executor(self._threads, self._read, work)
        return await reading

    def stop(self) -> None:
        """Let the reads under way finish, then close. Blocks."""
        with self._ending:
            threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown()
        self._idle = SimpleQueue()
        self._open.close()

    def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._idle.get()
        try:
            return _at_one_moment(connection, work)
        except sqlite3.Error as error:
            raise unavailable(error, self._path) from error
        finally:
            self._idle.put(connection)


def _at_one_moment(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
    connection.execute("BEGIN")
    try:
        return work(connection)
    finally:
        connection.execute("ROLLBACK")
