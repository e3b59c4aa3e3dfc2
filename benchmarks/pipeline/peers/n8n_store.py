"""n8n's store: a PostgreSQL of its own, since its SQLite is compiled where n8n is installed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

from benchmarks.pipeline.peers.install import Missing
from benchmarks.pipeline.process import cores, on_core
from tests.postgres_server import binaries, temporary_server


@contextmanager
def postgres() -> Generator[dict[str, str], None, None]:
    """The variables that lead n8n to it. It runs on the core of everybody else.

    Raises ``Missing`` where the machine has no PostgreSQL.
    """
    found = binaries()
    if found is None:
        raise Missing("its store: there is no PostgreSQL on this machine")
    with ExitStack() as stack:
        with on_core(cores()[1]):
            server = stack.enter_context(temporary_server(found))
        yield variables(server.port)


def variables(port: int) -> dict[str, str]:
    """For the server's first database, on loopback and without a password."""
    return {
        "DB_TYPE": "postgresdb",
        "DB_POSTGRESDB_HOST": "127.0.0.1",
        "DB_POSTGRESDB_PORT": str(port),
        "DB_POSTGRESDB_USER": "readback",
        "DB_POSTGRESDB_DATABASE": "postgres",
    }
