"""Turns at a destination, handed out one after the other to all gateways that share the store.

The server's clock alone decides: replicas' clocks may differ.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from gateway.store.postgres.readers import Readers

# $1 destination · $2 between two turns · $3 how much of a quiet time is made up for
# $4 further ahead than anybody ever waits: that was written before the server's clock was set back
_TURN = """
INSERT INTO rates AS kept (destination, free_at)
VALUES ($1, clock_timestamp() - $3::interval + $2::interval)
ON CONFLICT (destination) DO UPDATE SET free_at = CASE
    WHEN kept.free_at > clock_timestamp() + $4::interval THEN clock_timestamp()
    ELSE greatest(kept.free_at, clock_timestamp() - $3::interval)
END + $2::interval
RETURNING free_at - $2::interval AS at,
    extract(epoch FROM free_at - $2::interval - clock_timestamp())::float8 AS wait
"""
_PUT_OFF = """
INSERT INTO rates AS kept (destination, free_at) VALUES ($1, clock_timestamp() + $2::interval)
ON CONFLICT (destination) DO UPDATE SET free_at = greatest(kept.free_at, EXCLUDED.free_at)
RETURNING free_at
"""
_LONGEST_REST = timedelta(minutes=10)
_MOST_AHEAD = 1000


class Turn(Struct, frozen=True):
    """A request may be made at this moment of the server's, which is in ``wait`` seconds."""

    at: datetime
    wait: float


class Rates:
    """The part of the store that paces requests. All raise ``StoreUnavailable``."""

    def __init__(self, readers: Readers) -> None:
        # Each statement commits by itself, and need not be durable: the writers would only wait.
        self._readers = readers

    async def turn(self, destination: str, *, every: float, burst: float) -> Turn:
        """The next turn; ``burst`` of them may follow a quiet time without a pause of ``every``."""
        pause = timedelta(seconds=every)
        ahead = _LONGEST_REST + pause * _MOST_AHEAD
        row = await self._readers.first(_TURN, destination, pause, pause * (burst - 1), ahead)
        assert row is not None
        return Turn(at=row["at"], wait=max(row["wait"], 0.0))

    async def put_off(self, destination: str, seconds: float) -> None:
        """No turn begins before so many seconds have passed."""
        await self._readers.first(_PUT_OFF, destination, timedelta(seconds=seconds))
