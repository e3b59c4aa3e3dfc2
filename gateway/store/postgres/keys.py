"""API keys in PostgreSQL: hashes only."""

from __future__ import annotations

import msgspec

from gateway.store.conflicts import key_name_is_taken
from gateway.store.postgres.batch import statement
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import KeyRow

_ADD = (
    "WITH added AS (INSERT INTO api_keys (name, sha256, scopes, created_at, revoked_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING name)"
    " SELECT EXISTS (SELECT FROM added) AS added"
)


class Keys:
    """The part of the store that knows who may call."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def add_key(self, key: KeyRow) -> None:
        """See ``KeyStore``."""
        args = (key.name, key.sha256, list(key.scopes), key.created_at, key.revoked_at)
        row = await self._writer.write(statement(_ADD, *args))
        if not row["added"]:
            raise key_name_is_taken(key.name)

    async def key(self, sha256: str) -> KeyRow | None:
        """See ``KeyStore``."""
        row = await self._readers.first(
            "SELECT name, sha256, scopes, created_at, revoked_at FROM api_keys"
            " WHERE sha256 = $1 AND revoked_at IS NULL",
            sha256,
        )
        return msgspec.convert(dict(row.items()), KeyRow) if row else None
