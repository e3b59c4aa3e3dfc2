"""Brings a store to this code's schema: numbered SQL files, each in one transaction."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from gateway.sdk.errors import ConfigurationError
from gateway.store.sqlite.connection import APPLICATION_ID


class Migration(NamedTuple):
    """One step; ``number`` is the store's ``user_version`` after it."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """The steps shipped with this code, in order."""
    folder = resources.files("gateway.store.sqlite") / "migrations"
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".sql")),
        key=lambda file: file.name,
    )
    return tuple(
        Migration(int(file.name[:4]), file.name, file.read_text(encoding="utf-8")) for file in files
    )


def pending(connection: sqlite3.Connection, path: Path) -> tuple[Migration, ...]:
    """The steps that the store lacks. Raises ``ConfigurationError`` where it is newer."""
    known = migrations()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > known[-1].number:
        raise ConfigurationError(
            f"The store {path} was written by a newer Readback (schema {version}; this one knows "
            f"{known[-1].number}): run that version, or restore a backup from before it."
        )
    return tuple(migration for migration in known if migration.number > version)


def migrate(connection: sqlite3.Connection, steps: tuple[Migration, ...]) -> None:
    """Run steps; whoever calls holds the store's lock. Raises ``sqlite3.Error``."""
    for step in steps:
        try:
            # The two pragmas take part in the transaction.
            connection.executescript(
                f"BEGIN IMMEDIATE; {step.sql}; PRAGMA application_id = {APPLICATION_ID};"
                f" PRAGMA user_version = {step.number}; COMMIT;"
            )
        except sqlite3.Error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
