"""Epochs as RFC 3339 in UTC, digit for digit: a float's own digits, never more and never fewer."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Json

SECONDS = 0
MILLISECONDS = 3

# The year 9999 ends here; times before 1970 are no times of conversations.
_LAST = 253_402_300_799
_MOST_DIGITS = 9
_SECONDS = len("2026-01-01T00:00:00")


def moment(value: Json, unit: int) -> str | None:
    """A count of seconds or milliseconds since 1970; None where it is no time, or one with more
    digits than a canonical time can hold.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    if not value <= _LAST * 10**unit:
        return None
    written = repr(value)
    if unit or "e" in written:
        written = format(Decimal(written).scaleb(-unit), "f")
    whole, _, fraction = written.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > _MOST_DIGITS:
        return None
    stamp = datetime.fromtimestamp(int(whole), UTC).isoformat()[:_SECONDS]
    return f"{stamp}.{fraction}Z" if fraction else f"{stamp}Z"


def take_moment(draft: Draft, native: Native, place: str, unit: int) -> bool:
    """Put an epoch as a time; False where it is none."""
    return draft.make(place, moment(native.value, unit), native)
