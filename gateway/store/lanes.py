"""Lanes and who works on them: the lease with its fencing token, and what a claim may find.

A lane is the deliveries of one conversation to one destination; they are worked off in the order
in which they were accepted. Whoever works on a lane holds its lease, and every write about one of
its deliveries names it, so that work which is handed out twice doubles nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import asdict, replace

from gateway.store.clock import rfc3339
from gateway.store.records import DeliveryRow

_SLACK = timedelta(minutes=1)


class Lane(Struct, frozen=True, order=True, gc=False):
    """One conversation at one destination. A long queue holds as many as it is long."""

    conversation_id: str
    destination: str


class Lease(Struct, frozen=True, kw_only=True):
    """The right to work on a lane. ``fence`` is greater than that of every lease before it."""

    lane: Lane
    holder: str
    fence: int


class Taking(Struct, frozen=True, kw_only=True):
    """A lease that is not held yet: the first write under it takes the lane for ``seconds``.

    Nobody has begun ``delivery``; here it stands as it does once it has. Where it is not the lane's
    oldest any more, or somebody else was faster, the write is refused as for a lease that is lost.
    """

    lane: Lane
    holder: str
    delivery: DeliveryRow
    now: str
    seconds: float


Right: TypeAlias = Lease | Taking
"""What allows to write about a lane."""


class Pin(Struct, frozen=True, kw_only=True):
    """What a delivery is made with that nobody has begun; see ``DeliveryRow``."""

    mapping: str
    mapping_sha256: str
    mapping_revision: int | None = None
    schema_sha256: str | None = None


class Fresh(Struct, frozen=True, kw_only=True):
    """A delivery that nobody has begun, as it was accepted, and its handoff."""

    delivery: DeliveryRow
    package: bytes | None


class Claimed(Struct, frozen=True, kw_only=True):
    """The lane is ours, and this is its oldest unfinished delivery, already begun.

    ``package`` is its handoff. ``is_new``: nobody has attempted it before, so it has no journal.
    """

    lease: Right
    delivery: DeliveryRow
    package: bytes | None = None
    is_new: bool = False


class NotYet(Struct, frozen=True, kw_only=True):
    """The oldest delivery waits for its next attempt until this moment, and those behind it too."""

    at: str


class Taken(Struct, frozen=True, kw_only=True):
    """Somebody else works on the lane."""


class Empty(Struct, frozen=True, kw_only=True):
    """Every delivery of the lane has ended; nobody holds it any more."""


Claim: TypeAlias = Claimed | NotYet | Taken | Empty


class LeaseLost(Exception):
    """Somebody else works on the lane by now: what was to be written is not, and must not be.

    No error of the tree: nobody has to act, whoever holds the lease goes on.
    """


class Owed(Struct, frozen=True, kw_only=True, gc=False):
    """A lane with deliveries that have not ended: when its oldest one is to be attempted again,
    and when it was last."""

    lane: Lane
    at: str | None = None
    last: str | None = None


def waits_until(at: str | None, last: str | None, now: str) -> str | None:
    """When a delivery is due that is to be attempted at a moment; None where it is due now.

    One whose last attempt lies ahead was attempted before the clock was set back. How long it was
    to wait is not known any more, so it waits no longer.
    """
    if (at or "") <= now or (last or "") > with_slack(now):
        return None
    return at


def with_slack(moment: str) -> str:
    """A moment and a little: clocks of replicas differ by less, and are corrected by less."""
    return rfc3339(datetime.fromisoformat(moment) + _SLACK)


def taking(lane: Lane, holder: str, fresh: Fresh, *, now: str, seconds: float, pin: Pin) -> Claimed:
    """The lane's oldest delivery, to be begun with the first write about it."""
    delivery = begun(fresh.delivery, now=now, cut_off="", pin=pin)
    right = Taking(lane=lane, holder=holder, delivery=delivery, now=now, seconds=seconds)
    return Claimed(lease=right, delivery=delivery, package=fresh.package, is_new=True)


def begun(row: DeliveryRow, *, now: str, cut_off: str, pin: Pin | None = None) -> DeliveryRow:
    """A delivery whose turn it is, at the start of an attempt; see ``LaneStore.claim``."""
    if pin is not None and row.mapping_sha256 is None:
        row = replace(row, **asdict(pin))
    return replace(
        row,
        status="delivering",
        # What was cut off before it was begun was not counted.
        attempts=row.attempts + (row.id != cut_off or row.first_attempt_at is None),
        next_attempt_at=None,
        first_attempt_at=row.first_attempt_at or now,
        last_attempt_at=now,
    )
