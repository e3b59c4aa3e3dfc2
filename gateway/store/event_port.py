"""What happened, and who is told of it: the part of the store for events and notices."""

from __future__ import annotations

from typing import Protocol

from gateway.store.events import EventRow, ListenerRow


class EventStore(Protocol):
    """What happened, in order; see ``gateway.store.events``."""

    async def events(
        self, *, after: int, limit: int, handoff_id: str | None = None
    ) -> list[EventRow]:
        """Events behind a sequence number, of one handoff or of all."""
        ...

    async def drop_events(self, *, before: str, limit: int) -> int:
        """Let go of the oldest events, at most so many; how many went.

        Those stay that somebody is still to be told. With the last of a handoff whose deliveries
        have ended goes who was told of it.
        """
        ...


class ListenerStore(Protocol):
    """Who is told what becomes of a handoff: each is told by one teller at a time."""

    async def listener(self, handoff_id: str) -> ListenerRow | None:
        """Who is told of a handoff."""
        ...

    async def due_listeners(self, *, now: str, limit: int) -> list[ListenerRow]:
        """Those to whom something is to be told, the most overdue first."""
        ...

    async def take_listener(self, listener: ListenerRow, *, until: str) -> ListenerRow | None:
        """Have this one to oneself until then; None when somebody else has."""
        ...

    async def save_listener(self, listener: ListenerRow, taken: ListenerRow) -> bool:
        """Keep up to where it was told, unless somebody has taken it since; whether it was kept.

        What happened in the meantime makes it due again.
        """
        ...
