"""Numbers of any size, read without rounding and without filling the memory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.decimals import as_number, json_number


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.1, "0.1"),
        (7, "7"),
        ("12.50", "12.50"),
        ("-0", "-0"),
        ("9" * 46, "9" * 46),
        (1.7e308, "1.7e308"),
    ],
)
def test_a_number_or_a_text_of_one_is_read_as_it_is(value: Any, expected: str) -> None:
    assert Decimal(expected) == as_number(value)


@pytest.mark.parametrize(
    "value", [True, None, "", "x", "NaN", "Infinity", "1" * 65, "1e401", "1e-401", "1e99999999", []]
)
def test_what_is_no_number_anybody_means_is_none(value: Any) -> None:
    assert as_number(value) is None


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("12.00", (12, True)),
        ("0.5", (0.5, True)),
        ("18446744073709551615", (2**64 - 1, True)),
        ("18446744073709551617", (18446744073709551616.0, False)),
        ("0.12345678901234567890", (0.12345678901234568, False)),
    ],
)
def test_json_carries_a_number_as_well_as_it_can(number: str, expected: Any) -> None:
    assert expected == json_number(Decimal(number))


def test_a_number_too_large_for_json_is_not_carried() -> None:
    assert json_number(Decimal("1e400")) is None


@given(st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_of_a_handoff_is_carried_as_itself(value: float) -> None:
    number = as_number(value)

    assert number is not None
    carried = json_number(number)
    assert carried is not None
    assert (number, True) == (Decimal(str(carried[0])), carried[1])
