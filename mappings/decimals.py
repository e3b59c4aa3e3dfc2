"""Decimals: numbers as the handoff keeps them, amounts as text among them, without rounding."""

from __future__ import annotations

import math
from decimal import Context, Decimal, InvalidOperation
from typing import Any

# Numbers longer than this are no amounts; an exponent without a bound would fill the memory.
_MOST_CHARACTERS = 64
_MOST_EXPONENT = 400
# What fits in 64 bits, with a sign or without.
_INTEGERS = range(-(2**63), 2**64)

EXACT = Context(prec=2 * _MOST_EXPONENT)


def as_number(value: Any) -> Decimal | None:
    """A number, or a text that is a decimal number (amounts are kept as text)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value)
    if len(text) > _MOST_CHARACTERS:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MOST_EXPONENT else None


def json_number(number: Decimal) -> tuple[int | float, bool] | None:
    """The number JSON can carry, and whether it is the same; None where it carries none."""
    if number == number.to_integral_value(context=EXACT) and int(number) in _INTEGERS:
        return int(number), True
    value = float(number)
    return (value, Decimal(repr(value)) == number) if math.isfinite(value) else None
