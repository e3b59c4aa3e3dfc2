"""The parts of the store that mappings need: their texts, their revisions, vendors' schemas."""

from __future__ import annotations

from typing import Protocol

from gateway.store.mapping_records import DraftRow, NewRevision, RevisionRow
from gateway.store.records import SchemaRow


class MappingStore(Protocol):
    """The texts of mappings that deliveries were begun with."""

    async def keep_mapping(self, sha256: str, text: str) -> None:
        """Keep a text under its hash; one that is there already stays."""
        ...

    async def mapping(self, sha256: str) -> str | None:
        """The text with this hash."""
        ...


class RevisionStore(Protocol):
    """Mappings by name: what somebody is working on, and what was published, for ever."""

    async def save_draft(self, draft: DraftRow) -> None:
        """Keep a draft; it replaces the one of its name."""
        ...

    async def draft(self, name: str) -> DraftRow | None:
        """The draft of this name."""
        ...

    async def publish(self, new: NewRevision, *, expected: int) -> RevisionRow:
        """Keep a revision under the next number; a draft with its very text is done with.

        ``expected`` is the latest number that the publisher has seen, 0 for none. Raises
        ``Conflict`` ``mapping.conflict`` when somebody else has published since.
        """
        ...

    async def revisions(self, name: str) -> list[RevisionRow]:
        """All revisions of this name, the newest first."""
        ...

    async def revision(self, name: str, number: int | None = None) -> RevisionRow | None:
        """One revision; without a number the latest."""
        ...

    async def mapping_names(self) -> list[str]:
        """Every name that has a draft or a revision, sorted."""
        ...


class SchemaStore(Protocol):
    """What vendors said their objects look like, by destination and object."""

    async def keep_schema(self, schema: SchemaRow) -> None:
        """Keep a schema as the current one; with a known hash, only its time is new."""
        ...

    async def schemas(self, destination: str, object_: str) -> list[SchemaRow]:
        """Every schema there ever was, the current one first."""
        ...
