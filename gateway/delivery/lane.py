"""A lane: the deliveries of one conversation to one destination, one after the other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from gateway.delivery.bug import whereabouts
from gateway.store.records import DeliveryRow

_log = logging.getLogger("readback.delivery")

Work = Callable[[DeliveryRow], Awaitable[None]]


class Lanes:
    """Runs work in order inside a lane; lanes do not wait for each other.

    A lane exists as long as it has work: idle conversations cost nothing.
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._queues: dict[tuple[str, str], deque[DeliveryRow]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def add(self, row: DeliveryRow) -> None:
        """Put a delivery at the end of its lane."""
        key = (row.conversation_id, row.destination)
        queue = self._queues.get(key)
        if queue is not None:
            queue.append(row)
            return
        self._queues[key] = deque([row])
        task = asyncio.create_task(self._drain(key), name=f"lane {row.destination}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, key: tuple[str, str]) -> None:
        queue = self._queues[key]
        try:
            while queue:
                await self._done(queue[0])
                queue.popleft()
        finally:
            del self._queues[key]

    async def _done(self, row: DeliveryRow) -> None:
        try:
            await self._work(row)
        except Exception as error:  # noqa: BLE001 - those behind it must not wait for ever
            _log.error("delivery %s is left until a restart: %s", row.id, whereabouts(error))

    async def stop(self) -> None:
        """Cut all lanes off where they are; the journal resumes them after a restart."""
        while tasks := tuple(self._tasks):
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        # A lane that was cut off before its first step could not take itself out.
        self._queues.clear()
