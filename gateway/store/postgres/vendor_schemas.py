"""Vendor schemas in PostgreSQL, each under its destination, object and hash."""

from __future__ import annotations

import msgspec

from gateway.store.postgres.batch import statement
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.records import SchemaRow

_KEEP = (
    "WITH kept AS (INSERT INTO vendor_schemas (destination, object, sha256, document, fetched_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (destination, object, sha256) DO UPDATE SET"
    " document = EXCLUDED.document, fetched_at = EXCLUDED.fetched_at, kept = EXCLUDED.kept)"
    " SELECT true AS kept"
)


class VendorSchemas:
    """The part of the store that knows what the vendors' objects look like."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def keep_schema(self, schema: SchemaRow) -> None:
        """See ``SchemaStore``."""
        args = (schema.destination, schema.object, schema.sha256, schema.document)
        lock = f"schema {schema.destination} {schema.object}"
        await self._writer.write(statement(_KEEP, *args, schema.fetched_at, locks=(lock,)))

    async def schemas(self, destination: str, object_: str) -> list[SchemaRow]:
        """See ``SchemaStore``."""
        rows = await self._readers.all(
            "SELECT destination, object, sha256, document, fetched_at FROM vendor_schemas"
            " WHERE destination = $1 AND object = $2 ORDER BY fetched_at DESC, kept DESC",
            destination,
            object_,
        )
        return [msgspec.convert(dict(row.items()), SchemaRow) for row in rows]
