"""Taking a lane with the first write about it, in SQLite."""

from __future__ import annotations

import sqlite3

from gateway.store.lanes import Lease, LeaseLost, Taking
from gateway.store.sqlite.deliveries import begin_fresh, is_oldest_and_fresh
from gateway.store.sqlite.leases import grant, is_held_by_another, later


def take(db: sqlite3.Connection, taking: Taking) -> Lease:
    """The lease. Raises ``LeaseLost``."""
    until = later(taking.now, taking.seconds)
    if not is_oldest_and_fresh(db, taking.lane, taking.delivery.id):
        raise LeaseLost
    if is_held_by_another(db, taking.lane, taking.holder, taking.now, until):
        raise LeaseLost
    begin_fresh(db, taking.delivery)
    return grant(db, taking.lane, taking.holder, until)
