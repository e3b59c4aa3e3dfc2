"""Drafts and published revisions of mappings in PostgreSQL."""

from __future__ import annotations

import msgspec

from gateway.store.conflicts import overtaken
from gateway.store.mapping_records import DraftRow, NewRevision, RevisionRow
from gateway.store.postgres.batch import Work, statement
from gateway.store.postgres.driver import Record
from gateway.store.postgres.mapping_texts import lock_of_text
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer

_SELECT = f"SELECT {', '.join(RevisionRow.__struct_fields__)} FROM mapping_revisions "  # noqa: S608 - our words only
_SAVE_DRAFT = (
    "WITH saved AS (INSERT INTO mapping_drafts (name, text, author, saved_at)"
    " VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET text = EXCLUDED.text,"
    " author = EXCLUDED.author, saved_at = EXCLUDED.saved_at) SELECT true AS saved"
)
# $1 name · $2 expected · $3 text · $4 and on: the rest of the revision
_PUBLISH = """
WITH latest AS (
    SELECT coalesce(max(number), 0) AS number FROM mapping_revisions WHERE name = $1::text
), next AS (
    SELECT number + 1 AS number FROM latest WHERE number = $2::int
), kept AS (
    INSERT INTO mapping_texts (sha256, text) SELECT $4::text, $3::bytea FROM next
    ON CONFLICT DO NOTHING
), published AS (
    INSERT INTO mapping_revisions (name, number, sha256, author, note, published_at, vendor,
        object, schema_sha256, rolled_back_from)
    SELECT $1::text, number, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text,
        $10::text, $11::int FROM next
), done_with AS (
    DELETE FROM mapping_drafts
    WHERE name = $1::text AND text = $3::bytea AND EXISTS (SELECT FROM next)
)
SELECT latest.number AS found FROM latest
"""


class Revisions:
    """The part of the store that knows how mappings came to be what they are."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def save_draft(self, draft: DraftRow) -> None:
        """See ``RevisionStore``."""
        args = (draft.name, draft.text.encode(), draft.author, draft.saved_at)
        await self._writer.write(statement(_SAVE_DRAFT, *args, locks=(_lock_of(draft.name),)))

    async def draft(self, name: str) -> DraftRow | None:
        """See ``RevisionStore``."""
        row = await self._readers.first(
            "SELECT name, text, author, saved_at FROM mapping_drafts WHERE name = $1", name
        )
        if row is None:
            return None
        return DraftRow(
            name=row["name"],
            text=row["text"].decode(),
            author=row["author"],
            saved_at=row["saved_at"],
        )

    async def publish(self, new: NewRevision, *, expected: int) -> RevisionRow:
        """See ``RevisionStore``."""
        row = await self._writer.write(_publish(new, expected))
        if row["found"] != expected:
            raise overtaken(row["found"], expected)
        members = msgspec.structs.asdict(new)
        del members["text"]
        return RevisionRow(number=expected + 1, **members)

    async def revisions(self, name: str) -> list[RevisionRow]:
        """See ``RevisionStore``."""
        rows = await self._readers.all(_SELECT + "WHERE name = $1 ORDER BY number DESC", name)
        return [_revision(row) for row in rows]

    async def revision(self, name: str, number: int | None = None) -> RevisionRow | None:
        """See ``RevisionStore``."""
        row = await self._readers.first(
            _SELECT + "WHERE name = $1 AND ($2::int IS NULL OR number = $2::int)"
            " ORDER BY number DESC LIMIT 1",
            name,
            number,
        )
        return _revision(row) if row else None

    async def mapping_names(self) -> list[str]:
        """See ``RevisionStore``."""
        rows = await self._readers.all(
            "SELECT name FROM mapping_drafts UNION SELECT name FROM mapping_revisions ORDER BY name"
        )
        return [row["name"] for row in rows]


def _publish(new: NewRevision, expected: int) -> Work:
    return statement(
        _PUBLISH,
        *(new.name, expected, new.text.encode(), new.sha256, new.author, new.note),
        *(new.published_at, new.vendor, new.object, new.schema_sha256, new.rolled_back_from),
        locks=(_lock_of(new.name), lock_of_text(new.sha256)),
    )


def _lock_of(name: str) -> str:
    return f"mapping {name}"


def _revision(row: Record) -> RevisionRow:
    return msgspec.convert(dict(row.items()), RevisionRow)
