"""The store of a storm: SQLite beside its configuration, or a PostgreSQL server that crashes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from msgspec import Struct

from benchmarks.storm.run import nothing
from tests.postgres_server import Server, binaries, temporary_server

_KILLS_A_CRASH = 3


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
    found = binaries()
    if found is None:
        raise SystemExit("No PostgreSQL is here: neither initdb on PATH nor the wheel.")
    with temporary_server(found) as server:
        yield Home(server.url(), _crashing(server, say))


def _crashing(server: Server, say: Callable[[str], None]) -> Callable[[], None]:
    kills = count(1)

    def at_each_kill() -> None:
        if next(kills) % _KILLS_A_CRASH == 0:
            server.restart(signal.SIGQUIT)
            say("PostgreSQL crashed and started again")

    return at_each_kill
