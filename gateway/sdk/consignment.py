"""A consignment: what one adapter is given to deliver; what it delivered; what it read back."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

NoteFormat: TypeAlias = Literal["text", "html", "markdown"]
CapsuleKind: TypeAlias = Literal["file", "document", "field", "link"]


class FieldValue(Struct, frozen=True, kw_only=True):
    """One value for one target field; ``value`` is JSON of the kind the field declares."""

    name: str
    value: Any


class Note(Struct, frozen=True, kw_only=True):
    """The human-readable text, whole; the adapter may continue it over several places.

    ``body`` is complete markup in ``format``; customer text in it is already escaped.
    """

    field: str
    format: NoteFormat
    body: str


class Capsule(Struct, frozen=True, kw_only=True):
    """The lossless copy of the canonical handoff: UTF-8 JSON, with its SHA-256 in hex.

    ``kind`` is how the mapping wants it kept, one of those that the target declares.
    """

    name: str
    data: bytes
    sha256: str
    media_type: str = "application/json"
    kind: CapsuleKind = "file"


class Consignment(Struct, frozen=True, kw_only=True):
    """Everything one delivery puts at the vendor.

    ``key`` is the same for every attempt of the same delivery and for no other, 1 to 64
    characters of ``[a-z0-9-]``: adapters make idempotency keys and external ids from it.
    """

    key: str
    handoff_id: str
    object: str
    fields: tuple[FieldValue, ...] = ()
    note: Note | None = None
    capsule: Capsule | None = None

    def value(self, name: str) -> Any:
        """The value for a field; ``UNSET`` where the mapping gives it none."""
        return next((field.value for field in self.fields if field.name == name), msgspec.UNSET)

    def under(self, prefix: str) -> tuple[FieldValue, ...]:
        """The fields whose names begin with a prefix, with the prefix removed."""
        return tuple(
            FieldValue(name=field.name.removeprefix(prefix), value=field.value)
            for field in self.fields
            if field.name.startswith(prefix)
        )


class Delivered(Struct, frozen=True, kw_only=True):
    """The work item the vendor made. ``ref`` is the vendor's id, ``url`` where a person opens it,
    from the destination's base URL on where it begins with "/".

    ``parts`` are further ids that reading back needs (a requester, an attachment), by name.
    """

    ref: str
    url: str
    parts: dict[str, str] = {}


class StoredNote(Struct, frozen=True, kw_only=True):
    """One stretch of the note: what was sent there and what stands there now.

    The stretch is ``note.body[start:end]``; ``sent`` is that stretch as it was sent, with
    ``lead`` code points of the adapter's own before it (reopened tags). ``stored`` is None when
    the vendor shows nothing there.
    """

    sent: str
    stored: str | None
    start: int
    end: int
    lead: int = 0


class OwnValue(Struct, frozen=True, kw_only=True):
    """Something the adapter set of its own accord (a note kept private), as sent and as read.

    It carries no leaf of the handoff and must be right all the same. ``stored`` is None when the
    vendor does not show it.
    """

    name: str
    sent: Any
    stored: Any


class FieldDigest(Struct, frozen=True, kw_only=True):
    """What a vendor says of a value that it does not show: see ``has_digest``.

    ``name`` is a place's; ``sha256`` is 64 hexadecimal digits, as the vendor gave them.
    """

    name: str
    sha256: str


class StoredLeaf(Struct, frozen=True, kw_only=True):
    """A leaf that the adapter took out of the capsule and put into a place of its own.

    A message of the transcript, say, which stands in no field. ``pointer`` is the leaf's in the
    handoff, ``field`` the place's name; ``sent`` is what was put there and ``stored`` what is there
    now, None where the vendor shows nothing.
    """

    pointer: str
    field: str
    sent: Any
    stored: Any


class Stored(Struct, frozen=True, kw_only=True):
    """What the vendor holds, as read; nothing in it is taken from the consignment.

    A field that is absent from ``fields`` was not found. ``capsule`` is the bytes read back.
    ``digests`` stand for places of which only a digest was read.
    ``pending`` names places the vendor may still show; ``unprovable`` names those it never does.
    Place names are field names, the note's among them, ``"capsule"``, and those of ``own`` and
    ``leaves``.
    """

    fields: tuple[FieldValue, ...] = ()
    note: tuple[StoredNote, ...] = ()
    capsule: bytes | None = None
    pending: frozenset[str] = frozenset()
    unprovable: frozenset[str] = frozenset()
    own: tuple[OwnValue, ...] = ()
    leaves: tuple[StoredLeaf, ...] = ()
    digests: tuple[FieldDigest, ...] = ()
