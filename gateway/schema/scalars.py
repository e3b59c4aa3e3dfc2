"""The scalar types of the canonical handoff, with their bounds.

Times and decimals stay text, exactly as sent: a parsed value would be
re-encoded differently, and "2026-03-07T10:00:00.000Z" must come back as itself.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias, TypeVar

from msgspec import Meta, UnsetType

T = TypeVar("T")

# Python's `$` also matches before a final newline; no value of these may end in one.
END = r"$(?!\n)"

#: An optional member. Absent (``UNSET``), ``null`` and empty are three different things.
Maybe: TypeAlias = T | UnsetType | None

Json: TypeAlias = Any
"""Raw JSON, kept and forwarded but never interpreted."""

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255)]
Text: TypeAlias = Annotated[str, Meta(max_length=1_048_576)]
Unit: TypeAlias = Annotated[float, Meta(ge=0.0, le=1.0)]
Signed: TypeAlias = Annotated[float, Meta(ge=-1.0, le=1.0)]
Count: TypeAlias = Annotated[int, Meta(ge=0)]
Percent: TypeAlias = Annotated[int, Meta(ge=0, le=100)]

Dec: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^-?(0|[1-9][0-9]{0,27})(\.[0-9]{1,18})?" + END, description="A decimal as text."
    ),
]
Ccy: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}" + END, description="ISO 4217.")]
Lang: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*" + END, max_length=63, description="BCP 47."
    ),
]
Time: TypeAlias = Annotated[
    str,
    Meta(
        pattern=(
            r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt ]"
            r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]{1,9})?"
            r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])" + END
        ),
        description="RFC 3339 with an offset.",
    ),
]
Uuid: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}" + END,
        description="RFC 9562.",
    ),
]
Version: TypeAlias = Annotated[
    str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}" + END, description="major.minor")
]
Pointer: TypeAlias = Annotated[
    str, Meta(pattern=r"^(/([^~/]|~[01])*)*" + END, description="RFC 6901 JSON Pointer.")
]


def open_enum(*members: str) -> Meta:
    """The known members of an open enum: others are accepted, these are documented."""
    return Meta(
        min_length=1,
        max_length=255,
        extra={"members": members},
        extra_json_schema={"examples": list(members)},
    )
