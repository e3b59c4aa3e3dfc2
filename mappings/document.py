"""The mapping file as structs: every table and setting of the format, typed, with its line.

The words behind each setting are what editors show of it (``json_schema.py``) and what its
problem says (``settings.py``).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from mappings.vendor_schema import NoteFormat

SCHEMA = "readback-mapping/1"

Overflow: TypeAlias = Literal["shorten", "note", "capsule", "continue", "stop"]
WhenEmpty: TypeAlias = Literal["leave-out", "clear", "stop"]
Unmapped: TypeAlias = Literal["capsule", "note", "stop"]
NotInList: TypeAlias = Literal["leave-out", "default", "send", "stop"]
TagStyle: TypeAlias = Literal["as-is", "underscore"]
Transform: TypeAlias = Literal["strip", "lower", "upper"]
Pick: TypeAlias = Literal["first", "last", "earliest", "latest", "highest", "lowest"]
Scalar: TypeAlias = str | int | float | bool
MOST_NAME = 255
Name: TypeAlias = Annotated[str, Meta(min_length=1, max_length=MOST_NAME)]


def says(description: str, expected: str | None = None) -> Meta:
    """What a setting is for, and, where its type does not say it, what it must be."""
    extra = None if expected is None else {"expected": expected}
    return Meta(description=description, extra=extra)


class Place(Struct, frozen=True, kw_only=True):
    """Where a table stands and each of its settings; ``body`` is a template's first line.

    ``wrong`` names the settings that are missing, misspelt or could not be read. That was said, so
    nothing is said of the stand-ins that they have here.
    """

    line: int = 0
    keys: dict[str, int] = {}
    body: int = 0
    wrong: frozenset[str] = frozenset()

    def of(self, key: str) -> int:
        return self.keys.get(key, self.line)


class Match(Struct, frozen=True, kw_only=True):
    """The upsert key: a retry finds what an earlier attempt made."""

    field: Name
    from_: Name = msgspec.field(name="from")
    place: Place = Place()


class Target(Struct, frozen=True, kw_only=True):
    """The vendor's object that a handoff becomes."""

    vendor: Annotated[Name, says("The adapter's name.")]
    object: Annotated[Name, says("The vendor's object to create.")]
    match: Match | None = None
    place: Place = Place()


class Defaults(Struct, frozen=True, kw_only=True):
    """What holds for every [[field]] that says nothing else."""

    unmapped: Annotated[
        Unmapped,
        says(
            "Where a handoff field without a place goes: into the capsule, into a list at the end"
            " of the note, or the handoff stops."
        ),
    ] = "capsule"
    when_empty: Annotated[WhenEmpty, says("What happens to a field without a value.")] = "leave-out"
    time_zone: Annotated[
        Name, says('The time zone in which "date" writes, like "Europe/Berlin"; UTC without it.')
    ] = "UTC"
    place: Place = Place()


class Band(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers less than "below" become "is"; the last band may leave "below" out."""

    is_: Scalar = msgspec.field(name="is")
    below: int | float | UnsetType = UNSET


class Number(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a number is written. A half is rounded away from zero."""

    scale: Annotated[int, Meta(ge=0, le=12)] | UnsetType = UNSET
    percent: bool = False


class Field(Struct, frozen=True, kw_only=True):
    """One rule. Conditions stay raw here; they are compiled where their paths are."""

    to: Annotated[Name, says("The vendor's field to fill.")]
    from_: (
        Annotated[
            Name | tuple[Name, ...],
            says("The handoff field to read; of several, the first that is not empty."),
        ]
        | UnsetType
    ) = msgspec.field(default=UNSET, name="from")
    value: (
        Annotated[
            Scalar | tuple[str, ...],
            says('A fixed value; "@destination.x" reads the setting x of the destination.'),
        ]
        | UnsetType
    ) = UNSET
    template: Annotated[Name, says("The [template.…] that writes the text.")] | UnsetType = UNSET
    transform: Annotated[
        Transform | tuple[Transform, ...], says("Changes to the text, in their order.")
    ] = ()
    lookup: Annotated[Name, says("The [lookup.…] that translates the value.")] | None = None
    bands: Annotated[
        Annotated[tuple[Band, ...], Meta(min_length=1)],
        says(
            "Number ranges to values, rising: the first band whose below is greater wins, and one"
            " without below takes the rest.",
            'a list like [{ below = 0.5, is = "low" }, { is = "high" }]',
        ),
    ] = ()
    number: (
        Annotated[
            Number,
            says(
                "How a number is written: scale is its digits behind the point (0 to 12), percent"
                " multiplies it by 100. A text field gets every digit of the scale.",
                "a table like { scale = 2, percent = true }",
            ),
        ]
        | None
    ) = None
    date: (
        Annotated[
            Name,
            says(
                'How a time is written in the time zone of [defaults]: "date", "date-time" or a'
                ' pattern like "%d.%m.%Y".'
            ),
        ]
        | None
    ) = None
    pick: Annotated[Pick, says("Which of several values is taken.")] | None = None
    join: (
        Annotated[
            str, says('What stands between several values; "list" keeps them apart in a list.')
        ]
        | None
    ) = None
    when: (
        Annotated[dict[str, Any], says("The rule runs only where this condition holds.")] | None
    ) = None
    default: Annotated[Scalar, says("What stands for a missing value.")] | UnsetType = UNSET
    when_empty: Annotated[WhenEmpty, says("What happens without a value.")] | None = None
    overflow: Annotated[Overflow, says("What happens to a text that is too long.")] | None = None
    required: Annotated[bool, says("A handoff without a value for this field stops.")] = False
    not_in_list: (
        Annotated[
            NotInList,
            says(
                "What happens to a value that the vendor does not list: the field is left out (the"
                " usual), gets the default, is sent all the same, or the handoff stops."
            ),
        ]
        | None
    ) = None
    tag_style: Annotated[
        TagStyle,
        says('How a text becomes a tag: as it is, or "underscore": a-z, 0-9 and _ only.'),
    ] = "as-is"
    place: Place = Place()


class Template(Struct, frozen=True, kw_only=True):
    """A text in restricted Liquid."""

    format: Annotated[NoteFormat, says("What the text is written in.")]
    body: Annotated[str, says("The text, with {{ customer.name }} where a value goes.")]
    place: Place = Place()


class Capsule(Struct, frozen=True, kw_only=True):
    """The lossless copy of the handoff."""

    as_: Annotated[
        Literal["file", "document", "field", "link"], says("How the vendor keeps the copy.")
    ] = msgspec.field(name="as")
    name: Annotated[Name, says("The copy's file name, a template.")] = "handoff-{{ id }}.json"
    redact: Annotated[
        tuple[Name, ...], says("Handoff fields that are left out of the copy, as the receipt says.")
    ] = ()
    place: Place = Place()


class Budget(Struct, frozen=True, kw_only=True):
    """A limit on everything below one field, in bytes of compact JSON in UTF-8."""

    field: Annotated[Name, says('The object: "attributes" is all of "attributes.…".')]
    max_bytes: Annotated[
        Annotated[int, Meta(ge=2, le=100_000_000)],
        says("The most bytes that the object may have.", "a number of bytes, at least 2"),
    ]
    give_up: Annotated[
        tuple[Name, ...],
        says("Fields left to the capsule, in this order, until the object fits."),
    ] = ()
    place: Place = Place()


class Accept(Struct, frozen=True, kw_only=True):
    """A handoff field that is left to the capsule on purpose."""

    field: Annotated[Name, says("The handoff field; a list or group stands for all in it.")]
    reason: Annotated[Name, says("Why agents do not need it.")]
    place: Place = Place()


class Lookup(Struct, frozen=True, kw_only=True):
    """A table of values; the key ``*`` stands for anything else."""

    values: dict[str, Scalar]
    place: Place = Place()


class Head(Struct, frozen=True, kw_only=True):
    """The settings above the first table."""

    schema: Annotated[str, says("The version of this format.")]
    canonical: Annotated[str, says("The version of the handoff that is read.")]
    name: Annotated[Name, says("The mapping's name.")]
    title: Annotated[str, says("The name that people see.")] = ""
    place: Place = Place()


class Document(Struct, frozen=True, kw_only=True):
    """A mapping file that could be read; what could not is left out, or has a stand-in."""

    head: Head
    target: Target
    defaults: Defaults
    fields: tuple[Field, ...]
    templates: dict[str, Template]
    lookups: dict[str, Lookup]
    capsule: Capsule | None
    budget: Budget | None = None
    accepted: tuple[Accept, ...] = ()
