"""Epochs as RFC 3339 in UTC, digit for digit: a float's own digits, never more and never fewer."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache

from msgspec import json

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Json

SECONDS = 0
MILLISECONDS = 3

# The year 9999 ends here; times before 1970 are no times of conversations.
_LAST = {SECONDS: 253_402_300_799.0, MILLISECONDS: 253_402_300_799_000.0}
_MOST_DIGITS = 9
_TO_THE_MINUTE = len("2026-01-01T00:00:")
# The digits that ``repr`` gives, in a quarter of its time.
_written = json.Encoder().encode
_SECONDS = tuple(f"{second:02}" for second in range(60))


def moment(value: Json, unit: int) -> str | None:
    """A count of seconds or milliseconds since 1970; None where it is no time, or one with more
    digits than a canonical time can hold.
    """
    if type(value) is not float and type(value) is not int:
        return None
    if not 0.0 <= value <= _LAST[unit]:
        return None
    written = _written(value).decode()
    if unit or "e" in written:
        written = format(Decimal(written).scaleb(-unit), "f")
    whole, _, fraction = written.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > _MOST_DIGITS:
        return None
    seconds = int(whole)
    begun = f"{_minute(seconds // 60)}{_SECONDS[seconds % 60]}"
    return f"{begun}.{fraction}Z" if fraction else f"{begun}Z"


@lru_cache(maxsize=256)
def _minute(minutes: int) -> str:
    """What all times of one minute begin with: those of a conversation lie close together."""
    return datetime.fromtimestamp(minutes * 60, UTC).isoformat()[:_TO_THE_MINUTE]


def take_moment(draft: Draft, native: Native, place: str, unit: int) -> bool:
    """Put an epoch as a time; False where it is none."""
    return draft.make(place, moment(native.value, unit), native)
