"""The store of a storm: SQLite beside its configuration, or a PostgreSQL server that crashes."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from msgspec import Struct

from benchmarks.storm.run import nothing
from tests.postgres_server import Server, binaries

_KILLS_A_CRASH = 3
# A server started by root runs as another user, who has to pass through the folder.
_PASSABLE = 0o755


class Home(Struct, frozen=True):
    """Where it is, and what happens to it when a gateway is killed."""

    url: str
    at_each_kill: Callable[[], None] = nothing


@contextmanager
def home(name: str, say: Callable[[str], None]) -> Iterator[Home]:
    """``sqlite``, or ``postgres`` for as long as it is asked for."""
    if name == "sqlite":
        yield Home("sqlite:///storm.db")
        return
    with _server() as server:
        yield Home(server.url(), _crashing(server, say))


@contextmanager
def _server() -> Iterator[Server]:
    found = binaries()
    if found is None:
        raise SystemExit("No PostgreSQL is here: neither initdb on PATH nor the wheel.")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(_PASSABLE)
        server = Server(Path(folder) / "postgres", found)
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _crashing(server: Server, say: Callable[[str], None]) -> Callable[[], None]:
    kills = count(1)

    def at_each_kill() -> None:
        if next(kills) % _KILLS_A_CRASH == 0:
            server.restart(signal.SIGQUIT)
            say("PostgreSQL crashed and started again")

    return at_each_kill
