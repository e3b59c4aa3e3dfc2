"""Epochs as RFC 3339, digit for digit."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.intake.drafting.moments import MILLISECONDS, SECONDS, moment
from gateway.schema.check import fits
from gateway.schema.scalars import Time


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0, SECONDS, "1970-01-01T00:00:00Z"),
        (1586871605.1009853, SECONDS, "2020-04-14T13:40:05.1009853Z"),
        (1586875707.5, SECONDS, "2020-04-14T14:48:27.5Z"),
        (1715803200000, MILLISECONDS, "2024-05-15T20:00:00Z"),
        (1715803200000.0, MILLISECONDS, "2024-05-15T20:00:00Z"),
        (1715803200123, MILLISECONDS, "2024-05-15T20:00:00.123Z"),
        (253402300799, SECONDS, "9999-12-31T23:59:59Z"),
    ],
)
def test_an_epoch_becomes_a_time(value: float, unit: int, expected: str) -> None:
    assert expected == moment(value, unit)


@pytest.mark.parametrize(
    "value",
    [None, True, "1586871605", -1, math.nan, math.inf, 1e300, 10**400, 253402300800, 1e-12, [], {}],
)
def test_what_is_no_time_becomes_none(value: Any) -> None:
    assert None is moment(value, SECONDS)


@given(st.floats(1e9, 4e9))
def test_no_digit_is_lost_or_invented(seconds: float) -> None:
    text = moment(seconds, SECONDS)

    assert text
    assert fits(text, Time)
    whole, _, fraction = text.removesuffix("Z").partition(".")
    begin = int(datetime.fromisoformat(f"{whole}+00:00").timestamp())
    assert Decimal(repr(seconds)) == Decimal(begin) + Decimal(f"0.{fraction or 0}")
