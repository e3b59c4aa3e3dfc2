"""Which scheduler goes with which home of the store."""

from __future__ import annotations

from collections.abc import Mapping

from gateway.delivery.dispatch import Scheduling
from gateway.delivery.scheduler import Carry
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
