"""The dispatcher: every delivery that is owed is attempted until it has a final status."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from gateway.delivery.attempt import Tools
from gateway.delivery.carry import Carrier
from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.heartbeat import LEASE_SECONDS
from gateway.delivery.scheduler import LocalScheduler, StartTimer, on_the_loop
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Lane
from gateway.store.records import FINAL, DeliveryRow

_log = logging.getLogger("readback.delivery")


class Dispatcher:
    """Works off deliveries lane by lane. ``submit`` is for new ones, ``start`` finds the rest."""

    def __init__(
        self,
        destinations: Mapping[str, Destination],
        tools: Tools,
        *,
        later: Callable[[timedelta], str],
        jitter: Callable[[], float] = random.random,
        timer: StartTimer = on_the_loop,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._destinations = destinations
        self._tools = tools
        self._endings = Endings()
        self._lease_seconds = lease_seconds
        carrier = Carrier(
            destinations=destinations,
            tools=tools,
            endings=self._endings,
            later=later,
            jitter=jitter,
            lease_seconds=lease_seconds,
        )
        seats = {name: one.configured.concurrency for name, one in destinations.items()}
        self._scheduler = LocalScheduler(carrier, seats, timer)
        self._sweeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Take up every delivery that an earlier run left unfinished, each in its time."""
        now = datetime.fromisoformat(self._tools.now())
        for owed in await self._tools.store.owed():
            at = datetime.fromisoformat(owed.at) if owed.at else now
            await self._wake(owed.lane, (at - now).total_seconds())
        self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Stop where it stands; nothing that was journaled is repeated after a restart."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping
        await self._scheduler.stop()

    async def submit(self, row: DeliveryRow) -> None:
        """Deliver this one, after those before it in its lane.

        A delivery to a destination that is disabled or no longer configured keeps waiting in the
        store until it is there again.
        """
        await self._wake(Lane(row.conversation_id, row.destination), 0.0)

    async def wait(self, delivery_id: str, seconds: float) -> bool:
        """Whether the delivery got a final status within this time."""
        # Listening comes before looking: the delivery may end while the store is being asked.
        with self._endings.awaited(delivery_id) as ended:
            row = await self._tools.store.delivery(delivery_id)
            if row is None or row.status in FINAL:
                return True
            await asyncio.wait({ended}, timeout=seconds)
            return ended.done()

    async def _wake(self, lane: Lane, after: float) -> None:
        destination = self._destinations.get(lane.destination)
        if destination is not None and destination.configured.enabled:
            await self._scheduler.wake(lane, max(after, 0.0))

    async def _sweep(self) -> None:
        """Have lanes worked on whose holder has gone without a word."""
        while True:
            await asyncio.sleep(self._lease_seconds)
            with contextlib.suppress(StoreUnavailable):
                for lane in await self._tools.store.orphaned(now=self._tools.now()):
                    await self._wake(lane, 0.0)
