"""A handoff's status, from those of its deliveries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from gateway.store.records import DeliveryStatus

HandoffStatus: TypeAlias = DeliveryStatus | Literal["accepted"]
"""The worst of a handoff's deliveries; ``accepted``: it is kept and owes no delivery."""

WORST_FIRST: tuple[DeliveryStatus, ...] = (
    *("dead", "failed"),  # nobody will get it unless a person acts
    *("pending", "delivering"),  # nobody has it yet
    *("degraded", "unproven", "discarded", "verified"),  # somebody has it, or need not have it
)


def worst_status(statuses: Iterable[DeliveryStatus]) -> HandoffStatus:
    """The one that is furthest from the customer's being in good hands."""
    found = set(statuses)
    for status in WORST_FIRST:
        if status in found:
            return status
    return "accepted"
