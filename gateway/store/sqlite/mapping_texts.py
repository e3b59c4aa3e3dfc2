"""Mapping texts in SQLite, each once, under its hash."""

from __future__ import annotations

import sqlite3
from functools import partial

from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer


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
        await self._writer.write(partial(keep_text, sha256=sha256, text=text))
        self._kept.add(sha256)

    async def mapping(self, sha256: str) -> str | None:
        """See ``MappingStore``."""
        return await self._readers.read(partial(_mapping, sha256=sha256))


def keep_text(db: sqlite3.Connection, sha256: str, text: str) -> None:
    """Keep a text under its hash; one that is there already stays."""
    db.execute(
        "INSERT OR IGNORE INTO mapping_texts (sha256, text) VALUES (?, ?)",
        (sha256, text.encode("utf-8")),
    )


def _mapping(db: sqlite3.Connection, sha256: str) -> str | None:
    row = db.execute("SELECT text FROM mapping_texts WHERE sha256 = ?", (sha256,)).fetchone()
    return None if row is None else bytes(row["text"]).decode("utf-8")
