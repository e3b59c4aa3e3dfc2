"""The store as the rest of the gateway sees it; SQLite and PostgreSQL stand behind it.

Whoever needs only a part asks for that part: the door for ``HandoffStore``, the runner for
``JournalStore``. Every write returns only once it is durable. All raise ``StoreUnavailable``.
"""

from __future__ import annotations

from typing import Protocol

from gateway.store.event_port import EventStore, ListenerStore
from gateway.store.lanes import Claim, Fresh, Lane, Lease, Owed, Pin, Right
from gateway.store.mapping_port import MappingStore, RevisionStore, SchemaStore
from gateway.store.records import (
    Accepted,
    Backlog,
    DeliveryFilter,
    DeliveryRow,
    ExchangeRow,
    HandoffRow,
    KeyRow,
    NewHandoff,
    Progress,
)
from gateway.store.turn_port import TurnStore

__all__ = [
    "DeliveryStore",
    "EventStore",
    "HandoffStore",
    "JournalStore",
    "KeyStore",
    "LaneStore",
    "ListenerStore",
    "MappingStore",
    "ReplayStore",
    "RereadStore",
    "RevisionStore",
    "SchemaStore",
    "Store",
    "TurnStore",
]


class HandoffStore(Protocol):
    """Handoffs with their bodies."""

    async def accept(self, handoff: NewHandoff) -> Accepted:
        """Keep a handoff with its raw body, package and deliveries, in one commit.

        Same client, key and raw SHA-256 give the first handoff again, and so does the same id
        with the same raw SHA-256. Raises ``Conflict``: code ``idempotency.mismatch`` for the same
        key with another body, ``handoff.exists`` for an id that is taken.
        """
        ...

    async def handoff(self, handoff_id: str) -> HandoffRow | None:
        """One handoff with its deliveries."""
        ...

    async def handoffs(
        self, *, status: str | None, conversation: str | None, before: str | None, limit: int
    ) -> list[HandoffRow]:
        """Newest first; ``before`` is the id that the last page ended with.

        ``status`` is that of ``worst_status``. Raises ``NotFound`` when there is no
        handoff ``before``.
        """
        ...

    async def raw(self, handoff_id: str) -> tuple[bytes, str] | None:
        """The body byte for byte as it was sent, and its media type."""
        ...

    async def package(self, handoff_id: str) -> bytes | None:
        """The canonical handoff as it was accepted."""
        ...


class DeliveryStore(Protocol):
    """Deliveries with what their receipts are computed from."""

    async def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """One delivery."""
        ...

    async def unfinished(self) -> list[DeliveryRow]:
        """All deliveries without a final status, in the order their handoffs were accepted."""
        ...

    async def save_delivery(self, delivery: DeliveryRow, lease: Lease | None = None) -> None:
        """Replace a delivery's state. Raises ``NotFound`` for a delivery nobody accepted.

        Whoever works on its lane gives the lease; raises ``LeaseLost`` where that is over.
        """
        ...

    async def receipt(self, delivery_id: str) -> bytes | None:
        """The evidence that ``advance`` kept."""
        ...

    async def deliveries(
        self, wanted: DeliveryFilter, *, before: str | None, limit: int
    ) -> list[DeliveryRow]:
        """Newest first; ``before`` is the id that the last page ended with.

        Raises ``NotFound`` when there is no delivery ``before``.
        """
        ...

    async def count_deliveries(self, wanted: DeliveryFilter) -> int:
        """How many there are."""
        ...

    async def backlog(self) -> list[Backlog]:
        """Of each destination, how many have not ended."""
        ...


class ReplayStore(Protocol):
    """Deliveries that have ended and are owed again, or never to be."""

    async def reopen(self, delivery_id: str, *, anew: bool) -> DeliveryRow:
        """Make an ended delivery owed again: as it was, or ``anew`` with the mapping in force.

        As it was, its journal goes on. Anew it has none, and nothing of its mapping stays; the
        old journal is kept. Raises ``NotFound``, and ``Conflict``: ``delivery.not_ended``, or
        ``delivery.has_work_item`` for one that is to begin anew though the vendor has it.
        """
        ...

    async def discard(self, delivery_id: str, problem: bytes) -> DeliveryRow:
        """Say that a delivery need not be made; ``problem`` says why, and who said so.

        Raises ``NotFound``, and ``Conflict`` ``delivery.not_discardable`` for one that is not
        failed or dead.
        """
        ...


class RereadStore(Protocol):
    """Later readings of what a vendor holds: each is taken by one reader, with a fence."""

    async def due_rereads(self, *, now: str, limit: int) -> list[DeliveryRow]:
        """Ended deliveries whose vendor is to be read again, the most overdue first."""
        ...

    async def take_reread(self, delivery: DeliveryRow, *, until: str) -> DeliveryRow | None:
        """Put the next reading off until then and have this one; None when somebody else has."""
        ...

    async def settle_reread(
        self, delivery: DeliveryRow, evidence: bytes | None, taken: DeliveryRow
    ) -> bool:
        """Keep what was read, unless the delivery changed since ``taken``; whether it was kept.

        Without evidence the receipt stays as it is.
        """
        ...


class LaneStore(Protocol):
    """Who works on which lane. ``now`` is the caller's clock; leases last ``seconds``."""

    async def claim(
        self,
        lane: Lane,
        holder: str,
        *,
        now: str,
        seconds: float,
        cut_off: str = "",
        pin: Pin | None = None,
    ) -> Claim:
        """Take the lane's lease and begin its oldest unfinished delivery, in one commit.

        ``holder`` is whoever claims, and nobody else ever; it may claim again what it holds.
        ``cut_off`` is the delivery whose attempt the store cut off: it goes on and does not
        count again. With ``pin`` a delivery that has no mapping yet gets that one, whose text is
        kept.
        """
        ...

    async def fresh(self, lane: Lane) -> Fresh | None:
        """The lane's oldest unfinished delivery, if nobody has begun it. Only looks.

        Whoever wants to make it writes with a ``Taking``.
        """
        ...

    async def renew(self, lease: Lease, *, now: str, seconds: float) -> None:
        """Hold on to a lane. Raises ``LeaseLost``."""
        ...

    async def release(self, lease: Lease) -> None:
        """Let a lane go. Raises ``LeaseLost``."""
        ...

    async def owed(self) -> list[Owed]:
        """Every lane with deliveries that have not ended, in the order of their acceptance."""
        ...

    async def orphaned(self, *, now: str) -> list[Lane]:
        """The lanes whose lease has run out: their holder went without a word."""
        ...


class JournalStore(Protocol):
    """The exchanges of deliveries, each under (delivery, phase, round, number)."""

    async def advance(
        self, progress: Progress, lease: Right | None = None, *, gives_back: bool = False
    ) -> Lease | None:
        """Keep what an attempt has come to, in one commit; the lease that is held after it.

        An exchange is kept as it is given: begun again, with a higher attempt, it has no reply of
        an earlier one. Evidence replaces what was kept before. A ``Taking`` is taken, and its
        delivery begun. With ``gives_back`` the lane is let go where all its deliveries have ended:
        then no lease is held. Raises ``NotFound`` for a delivery nobody accepted, and
        ``LeaseLost``: then nothing may be sent.
        """
        ...

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """The journal of a delivery in order: phase, round, number."""
        ...


class KeyStore(Protocol):
    """API keys, by their hashes."""

    async def add_key(self, key: KeyRow) -> None:
        """Keep an API key's hash. Raises ``Conflict`` ``key.exists`` when the name is taken."""
        ...

    async def key(self, sha256: str) -> KeyRow | None:
        """The key with this hash, revoked ones excluded."""
        ...


class Store(
    HandoffStore,
    DeliveryStore,
    LaneStore,
    ReplayStore,
    RereadStore,
    EventStore,
    ListenerStore,
    JournalStore,
    MappingStore,
    RevisionStore,
    SchemaStore,
    TurnStore,
    KeyStore,
    Protocol,
):
    """All parts over one database, and its life."""

    async def open(self) -> None:
        """Connect and migrate; raises ``ConfigurationError`` where the path cannot be written."""
        ...

    async def migrate(self) -> tuple[str, ...]:
        """Bring the store to this code's schema, unopened; the steps that it lacked."""
        ...

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        ...

    async def ping(self) -> None:
        """Write and read something; raises ``StoreUnavailable``."""
        ...
