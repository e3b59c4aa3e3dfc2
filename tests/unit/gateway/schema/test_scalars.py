"""Scalars: times, decimals, languages and ids stay text, and only well-formed text passes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec import ValidationError

from gateway.schema.scalars import (
    Ccy,
    Dec,
    Id,
    Lang,
    Pointer,
    Signed,
    Text,
    Time,
    Unit,
    Uuid,
    Version,
)

GOOD: list[tuple[Any, Any]] = [
    (Time, "2026-03-07T10:00:00Z"),
    (Time, "2026-03-07T10:00:00.000Z"),
    (Time, "2026-03-07t10:00:00.123456789+14:00"),
    (Time, "2026-12-31 23:59:60-00:00"),
    (Dec, "0"),
    (Dec, "-0.00"),
    (Dec, "24.90"),
    (Dec, "9999999999999999999999999999.999999999999999999"),
    (Ccy, "GBP"),
    (Lang, "de"),
    (Lang, "zh-Hant-TW"),
    (Lang, "en_GB"),
    (Uuid, "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"),
    (Uuid, "019C7A2E-4B10-7C3D-9A51-6F0E2D8B4C17"),
    (Version, "1.0"),
    (Version, "1.12"),
    (Pointer, ""),
    (Pointer, "/a~1b/0/~0"),
    (Id, "x" * 255),
    (Text, ""),
    (Unit, 0.0),
    (Unit, 1),
    (Signed, -1.0),
]
BAD: list[tuple[Any, Any]] = [
    (Time, "2026-03-07"),
    (Time, "2026-03-07T10:00:00"),
    (Time, "2026-03-07T10:00Z"),
    (Time, "2026-13-07T10:00:00Z"),
    (Time, "2026-03-07T24:00:00Z"),
    (Time, "2026-03-07T10:00:00.Z"),
    (Time, "\uff12\uff10\uff12\uff16-03-07T10:00:00Z"),
    (Dec, "24,90"),
    (Dec, "1e3"),
    (Dec, "01"),
    (Dec, ".5"),
    (Dec, "5."),
    (Dec, "+5"),
    (Dec, "NaN"),
    (Ccy, "gbp"),
    (Ccy, "EURO"),
    (Lang, "e"),
    (Lang, "en-"),
    (Lang, "english language"),
    (Uuid, "019c7a2e4b107c3d9a516f0e2d8b4c17"),
    (Version, "1"),
    (Version, "1.0.0"),
    (Version, "v1.0"),
    (Pointer, "a"),
    (Pointer, "/~2"),
    (Pointer, "/~"),
    (Id, ""),
    (Id, "x" * 256),
    (Text, "x" * 1_048_577),
    (Unit, 1.01),
    (Unit, -0.01),
    (Signed, -1.01),
    (Dec, 24.9),
]


@pytest.mark.parametrize(("type_", "value"), GOOD, ids=lambda value: repr(value)[:40])
def test_a_well_formed_scalar_is_kept_as_it_was_sent(type_: Any, value: Any) -> None:
    body = msgspec.json.encode(value)

    assert value == msgspec.json.decode(body, type=type_)


@pytest.mark.parametrize(("type_", "value"), BAD, ids=lambda value: repr(value)[:40])
def test_a_malformed_scalar_is_refused(type_: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        msgspec.json.decode(msgspec.json.encode(value), type=type_)


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        (type_, value)
        for type_, value in GOOD
        if isinstance(value, str) and type_ in (Time, Dec, Ccy, Lang, Uuid, Version)
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_final_newline_is_not_overlooked(type_: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        msgspec.json.decode(msgspec.json.encode(value + "\n"), type=type_)
