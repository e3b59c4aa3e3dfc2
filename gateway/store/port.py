"""The store as the rest of the gateway sees it; SQLite and PostgreSQL stand behind it."""

from __future__ import annotations

from typing import Protocol

from gateway.store.records import (
    Accepted,
    DeliveryRow,
    ExchangeRow,
    HandoffRow,
    KeyRow,
    NewHandoff,
)


class Store(Protocol):
    """Every write returns only once it is durable. All raise ``StoreUnavailable``."""

    async def open(self) -> None:
        """Connect and migrate; raises ``ConfigurationError`` where the path cannot be written."""
        ...

    async def close(self) -> None:
        """Finish what is queued and let go of the database."""
        ...

    async def accept(self, handoff: NewHandoff) -> Accepted:
        """Keep a handoff with its raw body, package and deliveries, in one commit.

        Same client, key and raw SHA-256 give the first handoff again. Raises ``Conflict``: code
        ``idempotency.mismatch`` for the same key with another body, ``handoff.exists`` for an id
        that is taken.
        """
        ...

    async def handoff(self, handoff_id: str) -> HandoffRow | None:
        """One handoff with its deliveries."""
        ...

    async def handoffs(
        self, *, status: str | None, conversation: str | None, before: str | None, limit: int
    ) -> list[HandoffRow]:
        """Newest first; ``before`` is the id that the last page ended with."""
        ...

    async def raw(self, handoff_id: str) -> tuple[bytes, str] | None:
        """The body byte for byte as it was sent, and its media type."""
        ...

    async def package(self, handoff_id: str) -> bytes | None:
        """The canonical handoff as it was accepted."""
        ...

    async def delivery(self, delivery_id: str) -> DeliveryRow | None:
        """One delivery."""
        ...

    async def unfinished(self) -> list[DeliveryRow]:
        """All deliveries without a final status, oldest handoff first."""
        ...

    async def save_delivery(self, delivery: DeliveryRow) -> None:
        """Replace a delivery's state."""
        ...

    async def begin_exchange(self, exchange: ExchangeRow) -> None:
        """Note that a request is about to be sent (again, with a higher attempt)."""
        ...

    async def finish_exchange(self, exchange: ExchangeRow) -> None:
        """Keep the reply."""
        ...

    async def exchanges(self, delivery_id: str) -> list[ExchangeRow]:
        """The journal of a delivery in order: phase, round, number."""
        ...

    async def save_receipt(self, delivery_id: str, evidence: bytes) -> None:
        """Keep what the receipt's rows are computed from, with every row not verified."""
        ...

    async def receipt(self, delivery_id: str) -> bytes | None:
        """What ``save_receipt`` kept."""
        ...

    async def add_key(self, key: KeyRow) -> None:
        """Keep an API key's hash. Raises ``Conflict`` when the name is taken."""
        ...

    async def key(self, sha256: str) -> KeyRow | None:
        """The key with this hash, revoked ones excluded."""
        ...

    async def ping(self) -> None:
        """Write and read something; raises ``StoreUnavailable``."""
        ...
