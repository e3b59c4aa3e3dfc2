"""The mapping file as structs: every table and setting of the format, typed, with its line.

A setting that the format has and this version does not do yet stands in ``NOT_YET``: the
compiler says so instead of ignoring it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from mappings.vendor_schema import NoteFormat

SCHEMA = "readback-mapping/1"

Overflow: TypeAlias = Literal["shorten", "note", "capsule", "continue", "stop"]
WhenEmpty: TypeAlias = Literal["leave-out", "clear", "stop"]
Transform: TypeAlias = Literal["strip", "lower", "upper"]
Pick: TypeAlias = Literal["first", "last", "earliest", "latest", "highest", "lowest"]
Scalar: TypeAlias = str | int | float | bool
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255)]

NOT_YET: dict[str, frozenset[str]] = {
    "the file": frozenset({"budget", "accept"}),
    "[defaults]": frozenset({"time_zone"}),
    "[[field]]": frozenset({"bands", "number", "date", "not_in_list", "tag_style"}),
}


class Place(Struct, frozen=True, kw_only=True):
    """Where a table stands and each of its settings; ``body`` is a template's first line."""

    line: int = 0
    keys: dict[str, int] = {}
    body: int = 0

    def of(self, key: str) -> int:
        return self.keys.get(key, self.line)


class Match(Struct, frozen=True, kw_only=True):
    """The upsert key: a retry finds what an earlier attempt made."""

    field: Name
    from_: Name = msgspec.field(name="from")
    place: Place = Place()


class Target(Struct, frozen=True, kw_only=True):
    vendor: Name
    object: Name
    match: Match | None = None
    place: Place = Place()


class Defaults(Struct, frozen=True, kw_only=True):
    unmapped: Literal["capsule", "note", "stop"] = "capsule"
    when_empty: WhenEmpty = "leave-out"
    place: Place = Place()


class Field(Struct, frozen=True, kw_only=True):
    """One rule. Conditions stay raw here; they are compiled where their paths are."""

    to: Name
    from_: Name | tuple[Name, ...] | UnsetType = msgspec.field(default=UNSET, name="from")
    value: Scalar | tuple[str, ...] | UnsetType = UNSET
    template: Name | UnsetType = UNSET
    transform: Transform | tuple[Transform, ...] = ()
    lookup: Name | None = None
    pick: Pick | None = None
    join: str | None = None
    when: dict[str, Any] | None = None
    default: Scalar | UnsetType = UNSET
    when_empty: WhenEmpty | None = None
    overflow: Overflow | None = None
    required: bool = False
    place: Place = Place()


class Template(Struct, frozen=True, kw_only=True):
    format: NoteFormat
    body: str
    place: Place = Place()


class Capsule(Struct, frozen=True, kw_only=True):
    as_: Literal["file", "document", "field", "link"] = msgspec.field(name="as")
    name: Name = "handoff-{{ id }}.json"
    redact: tuple[Name, ...] = ()
    place: Place = Place()


class Lookup(Struct, frozen=True, kw_only=True):
    """A table of values; the key ``*`` stands for anything else."""

    values: dict[str, Scalar]
    place: Place = Place()


class Head(Struct, frozen=True, kw_only=True):
    """The settings above the first table."""

    schema: str
    canonical: str
    name: Name
    title: str = ""
    place: Place = Place()


class Document(Struct, frozen=True, kw_only=True):
    """A mapping file that could be read; what could not is missing here and was reported."""

    head: Head
    target: Target
    defaults: Defaults
    fields: tuple[Field, ...]
    templates: dict[str, Template]
    lookups: dict[str, Lookup]
    capsule: Capsule | None
