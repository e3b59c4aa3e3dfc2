"""Vendor schemas in SQLite, each under its destination, object and hash."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.store.records import SchemaRow
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer

_SELECT = "SELECT destination, object, sha256, document, fetched_at FROM vendor_schemas "


class VendorSchemas:
    """The part of the store that knows what the vendors' objects look like."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def keep_schema(self, schema: SchemaRow) -> None:
        """See ``SchemaStore``."""
        await self._writer.write(partial(_keep, schema=schema))

    async def schemas(self, destination: str, object_: str) -> list[SchemaRow]:
        """See ``SchemaStore``."""
        return await self._readers.read(partial(_schemas, destination=destination, object_=object_))


def _keep(db: sqlite3.Connection, schema: SchemaRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO vendor_schemas (destination, object, sha256, document, fetched_at)"
        " VALUES (:destination, :object, :sha256, :document, :fetched_at)",
        msgspec.structs.asdict(schema),
    )


def _schemas(db: sqlite3.Connection, destination: str, object_: str) -> list[SchemaRow]:
    rows = db.execute(
        _SELECT + "WHERE destination = ? AND object = ? ORDER BY fetched_at DESC, rowid DESC",
        (destination, object_),
    )
    return [msgspec.convert(dict(row), SchemaRow) for row in rows]
