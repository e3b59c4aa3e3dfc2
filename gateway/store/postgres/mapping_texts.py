"""Mapping texts in PostgreSQL, each once, under its hash."""

from __future__ import annotations

from gateway.store.postgres.batch import statement
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer

_KEEP = (
    "WITH kept AS (INSERT INTO mapping_texts (sha256, text) VALUES ($1, $2)"
    " ON CONFLICT DO NOTHING) SELECT true AS kept"
)


class MappingTexts:
    """The part of the store that keeps what deliveries were mapped with."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers
        self._kept: set[str] = set()

    async def keep_mapping(self, sha256: str, text: str) -> None:
        """See ``MappingStore``."""
        # A text that is there stays: every delivery asks for the same few.
        if sha256 in self._kept:
            return
        work = statement(_KEEP, sha256, text.encode(), locks=(lock_of_text(sha256),))
        await self._writer.write(work)
        self._kept.add(sha256)

    async def mapping(self, sha256: str) -> str | None:
        """See ``MappingStore``."""
        row = await self._readers.first("SELECT text FROM mapping_texts WHERE sha256 = $1", sha256)
        return row["text"].decode() if row else None


def lock_of_text(sha256: str) -> str:
    """What a write of a text must be alone with."""
    return f"mapping text {sha256}"
