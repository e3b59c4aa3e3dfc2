"""Mappings as the store keeps them: one draft a name, and revisions that never change.

A revision's text is kept under its hash like every text that a delivery was mapped with, so a
delivery begun with a revision finds it by the hash alone.
"""

from __future__ import annotations

from msgspec import Struct


class DraftRow(Struct, frozen=True, kw_only=True):
    """What somebody is working on under a name; it may be wrong."""

    name: str
    text: str
    author: str
    saved_at: str


class NewRevision(Struct, frozen=True, kw_only=True):
    """What is to be published; the store gives it its number.

    ``vendor`` and ``object`` are the target's, ``schema_sha256`` the hash of the vendor's schema
    that the text was checked against.
    """

    name: str
    text: str
    sha256: str
    author: str
    note: str
    published_at: str
    vendor: str
    object: str
    schema_sha256: str
    rolled_back_from: int | None = None


class RevisionRow(Struct, frozen=True, kw_only=True):
    """A published revision, without its text; ``number`` counts from 1 for each name.

    ``rolled_back_from`` is the older revision whose text this one repeats, if it was a rollback.
    """

    name: str
    number: int
    sha256: str
    author: str
    note: str
    published_at: str
    vendor: str
    object: str
    schema_sha256: str
    rolled_back_from: int | None = None
