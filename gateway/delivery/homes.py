"""What goes with which home of the store: the scheduler, and who paces requests."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from gateway.delivery.destination import Destination
from gateway.delivery.dispatch import Scheduling
from gateway.delivery.rate import pace_of
from gateway.delivery.scheduler import Carry
from gateway.delivery.shared_rate import SharedBucket
from gateway.delivery.shared_scheduler import SharedScheduler
from gateway.store.port import Store
from gateway.store.postgres.store import PostgresStore


def scheduling_for(store: Store) -> Scheduling | None:
    """How lanes are handed out among those who share a store; None where nobody can."""
    if not isinstance(store, PostgresStore):
        return None
    queue = store.queue

    def scheduling(carry: Carry, seats: Mapping[str, int], lease_seconds: float) -> SharedScheduler:
        return SharedScheduler(carry, seats, queue, lease_seconds)

    return scheduling


def paced_together(destination: Destination, store: Store) -> Destination:
    """A destination whose rate holds for all who share a store; without a rate, as it is."""
    rate = destination.configured.rate
    if rate is None or not isinstance(store, PostgresStore):
        return destination
    return replace(destination, bucket=SharedBucket(destination.name, pace_of(rate), store.rates))
