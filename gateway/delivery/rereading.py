"""When a vendor is read again after a delivery has ended, and when no longer. Pure.

Once after a minute in any case: automation at the vendor rewrites what was there. After that as
long as a place is pending, until the vendor's deadline; then it is missing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from gateway.delivery.proof import Place, Receipt
from gateway.sdk.manifest import Target
from gateway.store.clock import rfc3339
from gateway.store.records import DeliveryRow

AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
)
"""The pause before each later reading; the last one repeats."""


def first_reread(receipt: Receipt, now: str) -> str | None:
    """The moment of the first later reading; None where the vendor shows nothing at all."""
    return _after(now, AFTER[0]) if receipt.places() - {"unprovable"} else None


def next_reread(receipt: Receipt | None, row: DeliveryRow, now: str, within: float) -> str | None:
    """The moment of the next one; None where nothing more is to come.

    ``receipt`` is None where the vendor could not be read; ``within`` are the seconds in which it
    shows everything.
    """
    if receipt is not None and not _is_pending(receipt):
        return None
    if is_last_chance(row, now, within):
        return None
    pause = AFTER[min(row.rereads, len(AFTER) - 1)]
    return min(_after(now, pause), max(_deadline(row, within), _after(now, AFTER[0])))


def is_last_chance(row: DeliveryRow, now: str, within: float) -> bool:
    """Whether the vendor has had the time that it needs."""
    return now >= _deadline(row, within)


def with_shared_places(later: Receipt, first: Receipt, target: Target) -> Receipt:
    """A later receipt in which places of shared records are as they were proved at first.

    A customer's record is written by their next handoff too, and by people who know better.
    """
    proved = {
        (row.pointer, place.field): place
        for row in first.rows
        for place in row.places
        if _is_shared(place, target)
    }
    rows = tuple(
        replace(
            row,
            places=tuple(proved.get((row.pointer, one.field), one) for one in row.places),
        )
        for row in later.rows
    )
    fixed = {place.field: place for place in first.fixed if _is_shared(place, target)}
    return replace(later, rows=rows, fixed=tuple(fixed.get(one.field, one) for one in later.fixed))


def _is_shared(place: Place, target: Target) -> bool:
    field = target.field(place.field)
    return field is not None and field.shared


def _is_pending(receipt: Receipt) -> bool:
    return "pending" in receipt.places()


def _deadline(row: DeliveryRow, within: float) -> str:
    return _after(row.last_attempt_at or row.created_at, timedelta(seconds=within))


def _after(moment: str, pause: timedelta) -> str:
    return rfc3339(datetime.fromisoformat(moment) + pause)
