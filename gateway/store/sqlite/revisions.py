"""Drafts and published revisions of mappings in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.store.conflicts import overtaken
from gateway.store.mapping_records import DraftRow, NewRevision, RevisionRow
from gateway.store.sqlite.mapping_texts import keep_text
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer

_SELECT = (
    "SELECT name, number, sha256, author, note, published_at, vendor, object, schema_sha256,"
    " rolled_back_from FROM mapping_revisions "
)
_INSERT = (
    "INSERT INTO mapping_revisions (name, number, sha256, author, note, published_at, vendor,"
    " object, schema_sha256, rolled_back_from) VALUES (:name, :number, :sha256, :author, :note,"
    " :published_at, :vendor, :object, :schema_sha256, :rolled_back_from)"
)


class Revisions:
    """The part of the store that knows how mappings came to be what they are."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def save_draft(self, draft: DraftRow) -> None:
        """See ``RevisionStore``."""
        await self._writer.write(partial(_save_draft, draft=draft))

    async def draft(self, name: str) -> DraftRow | None:
        """See ``RevisionStore``."""
        return await self._readers.read(partial(_draft, name=name))

    async def publish(self, new: NewRevision, *, expected: int) -> RevisionRow:
        """See ``RevisionStore``."""
        return await self._writer.write(partial(_publish, new=new, expected=expected))

    async def revisions(self, name: str) -> list[RevisionRow]:
        """See ``RevisionStore``."""
        return await self._readers.read(partial(_revisions, name=name))

    async def revision(self, name: str, number: int | None = None) -> RevisionRow | None:
        """See ``RevisionStore``."""
        return await self._readers.read(partial(_revision, name=name, number=number))

    async def mapping_names(self) -> list[str]:
        """See ``RevisionStore``."""
        return await self._readers.read(_names)


def _save_draft(db: sqlite3.Connection, *, draft: DraftRow) -> None:
    db.execute(
        "INSERT OR REPLACE INTO mapping_drafts (name, text, author, saved_at)"
        " VALUES (:name, :text, :author, :saved_at)",
        {**msgspec.structs.asdict(draft), "text": draft.text.encode()},
    )


def _draft(db: sqlite3.Connection, *, name: str) -> DraftRow | None:
    row = db.execute(
        "SELECT name, text, author, saved_at FROM mapping_drafts WHERE name = ?", (name,)
    ).fetchone()
    if row is None:
        return None
    return msgspec.convert({**dict(row), "text": bytes(row["text"]).decode()}, DraftRow)


def _publish(db: sqlite3.Connection, *, new: NewRevision, expected: int) -> RevisionRow:
    latest = _revision(db, name=new.name, number=None)
    found = latest.number if latest else 0
    if found != expected:
        raise overtaken(found, expected)
    keep_text(db, sha256=new.sha256, text=new.text)
    members = msgspec.structs.asdict(new)
    del members["text"]
    row = RevisionRow(number=found + 1, **members)
    db.execute(_INSERT, msgspec.structs.asdict(row))
    db.execute(
        "DELETE FROM mapping_drafts WHERE name = ? AND text = ?", (new.name, new.text.encode())
    )
    return row


def _revisions(db: sqlite3.Connection, *, name: str) -> list[RevisionRow]:
    rows = db.execute(_SELECT + "WHERE name = ? ORDER BY number DESC", (name,))
    return [msgspec.convert(dict(row), RevisionRow) for row in rows]


def _revision(db: sqlite3.Connection, *, name: str, number: int | None) -> RevisionRow | None:
    row = db.execute(
        _SELECT
        + "WHERE name = :name AND (:number IS NULL OR number = :number)"
        + " ORDER BY number DESC LIMIT 1",
        {"name": name, "number": number},
    ).fetchone()
    return msgspec.convert(dict(row), RevisionRow) if row else None


def _names(db: sqlite3.Connection) -> list[str]:
    rows = db.execute(
        "SELECT name FROM mapping_drafts UNION SELECT name FROM mapping_revisions ORDER BY name"
    )
    return [row["name"] for row in rows]
