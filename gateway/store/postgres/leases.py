"""What a write about a lane or a handoff must be alone with, and the check of its lease.

A write about a lane takes the lock of the lane's conversation, so nobody claims the lane between
the check and the commit.
"""

from __future__ import annotations

from gateway.store.lanes import Lane, Lease, LeaseLost, Right
from gateway.store.postgres.driver import Record
from gateway.store.records import DeliveryRow


def held(first: int) -> str:
    """An expression that says whether a lease, if one was given, is current.

    Its three parameters, ``of_lease``, start with number ``first``.
    """
    conversation, destination, fence = (f"${first + number}" for number in range(3))
    return (
        f"({fence}::bigint IS NULL OR EXISTS (SELECT FROM lanes"
        f" WHERE lanes.conversation_id = {conversation}::text"
        f" AND lanes.destination = {destination}::text AND lanes.fence = {fence}::bigint))"
    )


def of_lease(lease: Lease | None) -> tuple[object, ...]:
    """The parameters of ``held``."""
    if lease is None:
        return (None, None, None)
    return (lease.lane.conversation_id, lease.lane.destination, lease.fence)


def demand(row: Record) -> None:
    """Raises ``LeaseLost`` where the row says that the lease is not held."""
    if not row["held"]:
        raise LeaseLost


def locks_of_lease(lease: Right | None) -> tuple[str, ...]:
    """For a write that only makes sure of its lease."""
    return () if lease is None else (lock_of(lease.lane.conversation_id),)


def locks_of_delivery(delivery: DeliveryRow) -> tuple[str, ...]:
    """For a write that changes a delivery, its handoff and who listens to it."""
    return (lock_of(delivery.conversation_id), lock_of_handoff(delivery.handoff_id))


def lock_of(conversation_id: str) -> str:
    """The lock of everything about a conversation."""
    return f"conversation {conversation_id}"


def lock_of_handoff(handoff_id: str) -> str:
    """The lock of a handoff's id and of who listens to it."""
    return f"handoff {handoff_id}"


def lane_of(row: Record) -> Lane:
    """The lane that a row names."""
    return Lane(row["conversation_id"], row["destination"])
