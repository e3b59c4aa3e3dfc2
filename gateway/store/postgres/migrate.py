"""Brings a store to this code's schema: numbered SQL files, all that are lacking in one commit.

Replicas that start together wait for one another; the first does the work.
"""

from __future__ import annotations

from importlib import metadata, resources
from typing import NamedTuple

from gateway.sdk.errors import ConfigurationError
from gateway.store.postgres.driver import Connection
from gateway.store.postgres.queue import make_tables

# "RbK1", as in SQLite's application_id: the session lock of whoever changes the schema.
_LOCK = 0x52624B31
_WAIT_SECONDS = 600.0
_TABLES = (
    "CREATE TABLE IF NOT EXISTS readback_schema"
    " (number integer PRIMARY KEY, name text NOT NULL, done_at timestamptz NOT NULL);"
    " CREATE TABLE IF NOT EXISTS readback_queue (name text NOT NULL);"
)
_OLDEST_SERVER = 130000


class Migration(NamedTuple):
    """One step; ``number`` is the store's version after it."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """The steps shipped with this code, in order."""
    folder = resources.files("gateway.store.postgres") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return tuple(
        Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in files
    )


async def migrate(connection: Connection, steps: tuple[Migration, ...]) -> tuple[str, ...]:
    """Run the steps that the store lacks; their names.

    Raises ``ConfigurationError`` where the store is newer or the server cannot keep our promises,
    and one of ``failures``.
    """
    await _check(connection)
    await connection.execute(f"SELECT pg_advisory_lock({_LOCK})", timeout=_WAIT_SECONDS)
    try:
        done = await _run(connection, lacking(await version(connection), steps))
        return (*done, *await _queue_tables(connection))
    finally:
        if not connection.is_closed():
            await connection.execute(f"SELECT pg_advisory_unlock({_LOCK})")


async def version(connection: Connection) -> int:
    """The number of the last step that was run; 0 for an empty database."""
    found = await connection.fetchrow("SELECT to_regclass('readback_schema') IS NOT NULL AS there")
    if found is None or not found["there"]:
        return 0
    row = await connection.fetchrow(
        "SELECT coalesce(max(number), 0) AS number FROM readback_schema"
    )
    return int(row["number"]) if row else 0


def lacking(found: int, steps: tuple[Migration, ...]) -> tuple[Migration, ...]:
    """The steps behind a version. Raises ``ConfigurationError`` where the store is newer."""
    if found > steps[-1].number:
        raise ConfigurationError(
            f"The PostgreSQL store was written by a newer Readback (schema {found}; this one "
            f"knows {steps[-1].number}): run that version, or restore a backup from before it."
        )
    return tuple(step for step in steps if step.number > found)


async def demand_current(connection: Connection, steps: tuple[Migration, ...]) -> None:
    """For work beside running gateways: raises ``ConfigurationError`` unless nothing is lacking."""
    found = await version(connection)
    if lacking(found, steps):
        raise ConfigurationError(
            f"The PostgreSQL store has schema {found}, and this Readback needs "
            f"{steps[-1].number}: run readback migrate, then this again."
        )


async def _run(connection: Connection, steps: tuple[Migration, ...]) -> tuple[str, ...]:
    if not steps:
        return ()
    script = "".join(
        f"{step.sql}; INSERT INTO readback_schema VALUES ({step.number}, '{step.name}', now());"  # noqa: S608 - our own files
        for step in steps
    )
    # One simple query is one transaction: a step that fails leaves nothing of itself.
    await connection.execute(_TABLES + script, timeout=_WAIT_SECONDS)
    return tuple(step.name for step in steps)


async def _queue_tables(connection: Connection) -> tuple[str, ...]:
    """PgQueuer looks its whole schema over to upgrade it: only where its version is another."""
    name = f"PgQueuer {metadata.version('pgqueuer')}"
    known = await connection.fetchrow("SELECT name FROM readback_queue")
    if known is not None and known["name"] == name:
        return ()
    await make_tables(connection)
    await connection.execute("DELETE FROM readback_queue")
    await connection.execute("INSERT INTO readback_queue VALUES ($1)", name)
    return (name,)


async def _check(connection: Connection) -> None:
    row = await connection.fetchrow(
        "SELECT current_setting('server_version_num')::int AS version,"
        " current_setting('server_encoding') AS encoding,"
        " current_setting('synchronous_commit') AS durable"
    )
    if row is None or row["version"] < _OLDEST_SERVER:
        raise ConfigurationError("The store needs PostgreSQL 13 or later.")
    if row["encoding"] != "UTF8":
        raise ConfigurationError(
            "The store's database is not in UTF-8: create one with ENCODING 'UTF8'."
        )
    if row["durable"] == "off":
        raise ConfigurationError(
            "The PostgreSQL store has synchronous_commit = off, so what is acknowledged may be "
            "lost: set it to on for this database or user."
        )
