"""Connections with the settings that the store's promises rest on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from gateway.sdk.errors import ConfigurationError

# "RbK1": says that a database is a Readback store (https://www.sqlite.org/fileformat.html).
APPLICATION_ID = 0x52624B31
# Measured 2026-11: with the default of 4 kB, bodies of some kB cost half the throughput.
_PAGE_SIZE = 16384
_BUSY_SECONDS = 5.0
# SQLite's own 2 MB hold the indexes of some thousand deliveries; with 200,000 waiting, nearly each
# look would read its pages anew.
_CACHE_KIBIBYTES = 32 * 1024
# After a burst the write-ahead log shrinks to this again.
_LOG_BYTES = 64 * 1024 * 1024


def connect_writer(path: Path) -> sqlite3.Connection:
    """The connection that writes: durable once COMMIT returns, checked references.

    Raises ``sqlite3.Error``, and ``ConfigurationError`` where the file holds something else or
    its file system cannot do write-ahead logging.
    """
    connection = _connect(path)
    try:
        _be_ours(connection, path)
        _be_durable(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that refuses to write, to a store that ``connect_writer`` has prepared."""
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES // 4}")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    # Used by one thread at a time, though not by the thread that made it.
    connection = sqlite3.connect(
        path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return connection


def _be_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Nothing is changed in a database before it is known to be ours or empty."""
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    if found == APPLICATION_ID:
        return
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if found or tables:
        raise ConfigurationError(
            f"{path} is a database of something else: point [gateway] store at another path."
        )
    connection.execute(f"PRAGMA page_size = {_PAGE_SIZE}")


def _be_durable(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise ConfigurationError(
            f"The file system of {path} cannot do write-ahead logging: use a local disk."
        )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES}")
