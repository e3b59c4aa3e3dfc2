"""API keys in SQLite: hashes only."""

from __future__ import annotations

import json
import sqlite3
from functools import partial

import msgspec

from gateway.store.conflicts import key_name_is_taken
from gateway.store.records import KeyRow
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


class Keys:
    """The part of the store that knows who may call."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def add_key(self, key: KeyRow) -> None:
        """See ``KeyStore``."""
        await self._writer.write(partial(_add, key=key))

    async def key(self, sha256: str) -> KeyRow | None:
        """See ``KeyStore``."""
        return await self._readers.read(partial(_key, sha256=sha256))


def _add(db: sqlite3.Connection, key: KeyRow) -> None:
    row = {**msgspec.structs.asdict(key), "scopes": json.dumps(key.scopes)}
    try:
        db.execute(
            "INSERT INTO api_keys (name, sha256, scopes, created_at, revoked_at)"
            " VALUES (:name, :sha256, :scopes, :created_at, :revoked_at)",
            row,
        )
    except sqlite3.IntegrityError:
        raise key_name_is_taken(key.name) from None


def _key(db: sqlite3.Connection, sha256: str) -> KeyRow | None:
    row = db.execute(
        "SELECT * FROM api_keys WHERE sha256 = ? AND revoked_at IS NULL", (sha256,)
    ).fetchone()
    if row is None:
        return None
    return msgspec.convert({**dict(row), "scopes": json.loads(row["scopes"])}, KeyRow)
