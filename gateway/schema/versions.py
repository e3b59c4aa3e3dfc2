"""Schema versions: any minor of a known major can be read."""

from __future__ import annotations

from typing import NamedTuple

from gateway.schema.handoff import SCHEMA_VERSION


class SchemaVersion(NamedTuple):
    """A minor adds optional members, enum members and part types; it never takes one away."""

    major: int
    minor: int


def parse_version(text: str) -> SchemaVersion:
    """ "major.minor" as numbers. Raises ``ValueError`` for anything else."""
    major, dot, minor = text.partition(".")
    if not (dot and _is_number(major) and _is_number(minor)):
        raise ValueError('a schema version has the form "major.minor"')
    return SchemaVersion(int(major), int(minor))


def readable(version: str) -> bool:
    """Whether a handoff of this version can be read; False for what is no version at all."""
    try:
        return parse_version(version).major == _CURRENT.major
    except ValueError:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


_CURRENT = parse_version(SCHEMA_VERSION)
