"""``/v1/dialects``: the native forms that come in as they are."""

from __future__ import annotations

import asyncio

from litestar import get
from msgspec import Struct

from gateway.intake.dialects import load, names


class DialectDocument(Struct, frozen=True, kw_only=True):
    """One dialect: ``version`` is that of the library or format it was read in, ``looks_like``
    how it is recognised, ``media_type`` one way to name it.
    """

    name: str
    version: str
    looks_like: str
    media_type: str


@get("/v1/dialects", operation_id="listDialects")
async def list_dialects() -> list[DialectDocument]:
    """Every dialect; ``?dialect=NAME`` or the media type says that a body is in it."""
    return await asyncio.to_thread(_documents)


def _documents() -> list[DialectDocument]:
    return [
        DialectDocument(
            name=dialect.name,
            version=dialect.version,
            looks_like=dialect.looks_like,
            media_type=f"application/vnd.readback.{dialect.name}+json",
        )
        for dialect in map(load, names())
    ]
