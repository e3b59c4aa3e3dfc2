"""Who holds which lane, row by row, and the check that every guarded write makes first."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from gateway.store.clock import rfc3339
from gateway.store.lanes import Lane, Lease, LeaseLost, with_slack


def check_lease(db: sqlite3.Connection, lease: Lease | None) -> None:
    """Raises ``LeaseLost`` where a lease was given and is no longer the lane's."""
    if lease is not None and not _is_current(db, lease):
        raise LeaseLost


def is_held_by_another(
    db: sqlite3.Connection, lane: Lane, holder: str, now: str, until: str
) -> bool:
    """Whether somebody else's lease has not run out yet.

    ``until`` is how long one that was taken now would last. One that lasts longer was taken before
    the clock was set back; a holder that lives has renewed it since.
    """
    row = db.execute(
        "SELECT holder FROM lanes WHERE conversation_id = ? AND destination = ?"
        " AND expires_at > ? AND expires_at <= ?",
        (lane.conversation_id, lane.destination, now, with_slack(until)),
    ).fetchone()
    return row is not None and row["holder"] != holder


def later(now: str, seconds: float) -> str:
    """When a lease that is taken now runs out."""
    return rfc3339(datetime.fromisoformat(now) + timedelta(seconds=seconds))


def grant(db: sqlite3.Connection, lane: Lane, holder: str, until: str) -> Lease:
    """A lease of its own fence, whoever held the lane before."""
    db.execute("UPDATE fences SET latest = latest + 1")
    (fence,) = db.execute("SELECT latest FROM fences").fetchone()
    row = (lane.conversation_id, lane.destination, holder, fence, until)
    db.execute("INSERT OR REPLACE INTO lanes VALUES (?, ?, ?, ?, ?)", row)
    return Lease(lane=lane, holder=holder, fence=fence)


def extend(db: sqlite3.Connection, lease: Lease, until: str) -> None:
    """Raises ``LeaseLost``."""
    check_lease(db, lease)
    db.execute("UPDATE lanes SET expires_at = ? WHERE fence = ?", (until, lease.fence))


def free(db: sqlite3.Connection, lane: Lane) -> None:
    """Nobody works on the lane."""
    where = (lane.conversation_id, lane.destination)
    db.execute("DELETE FROM lanes WHERE conversation_id = ? AND destination = ?", where)


def free_all(db: sqlite3.Connection) -> None:
    """Whoever opens the store for itself alone knows that nobody else works on anything."""
    db.execute("DELETE FROM lanes")


def run_out(db: sqlite3.Connection, now: str) -> list[Lane]:
    """The lanes whose holders have gone without a word."""
    rows = db.execute(
        "SELECT conversation_id, destination FROM lanes WHERE expires_at <= ?", (now,)
    )
    return [Lane(row["conversation_id"], row["destination"]) for row in rows]


def _is_current(db: sqlite3.Connection, lease: Lease) -> bool:
    row = db.execute(
        "SELECT fence FROM lanes WHERE conversation_id = ? AND destination = ?",
        (lease.lane.conversation_id, lease.lane.destination),
    ).fetchone()
    return row is not None and row["fence"] == lease.fence
