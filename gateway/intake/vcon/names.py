"""The names by which a vCon of ours is known again."""

from __future__ import annotations

from uuid import UUID

MEDIA_TYPE = "application/vcon+json"

PACKAGE_PURPOSE = "readback-handoff"
PACKAGE_MEDIA_TYPE = "application/vnd.readback.canonical+json"
"""Of the attachment that holds the whole canonical handoff, as JSON in a string."""

EXTENSIONS = ["CC"]
"""``role`` and ``skill`` of a party are those of draft-ietf-vcon-cc-extension."""

_VERSION = 0xF << 76
_VARIANT = 0x3 << 62


def vcon_uuid(handoff_id: str) -> str:
    """The UUIDv8 of a handoff's vCon: the same each time it is asked for, and as old as it is."""
    bits = UUID(handoff_id).int
    return str(UUID(int=bits & ~_VERSION & ~_VARIANT | 0x8 << 76 | 0x2 << 62))


def date_time(time: str) -> str:
    """A canonical time in the one spelling that every reader of RFC 3339 takes."""
    return time.replace(" ", "T").upper()
