"""The dispatcher: every delivery that is owed is attempted until it has a final status."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from gateway.delivery.attempt import Tools
from gateway.delivery.carry import Carrier
from gateway.delivery.claims import Claims
from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.handed import Handed
from gateway.delivery.heartbeat import LEASE_SECONDS
from gateway.delivery.scheduler import Carry, LocalScheduler, Scheduler, StartTimer, on_the_loop
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Fresh, Lane, waits_until
from gateway.store.records import FINAL, DeliveryRow

_log = logging.getLogger("readback.delivery")

_LOOK_SECONDS = 0.25

Scheduling: TypeAlias = Callable[[Carry, Mapping[str, int], float], Scheduler]
"""Makes the scheduler of gateways that share their store, from each destination's seats in all of
them and the seconds that a lane stays with one that has died."""


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
        scheduling: Scheduling | None = None,
        lease_seconds: float = LEASE_SECONDS,
    ) -> None:
        self._destinations = destinations
        self._tools = tools
        self._endings = Endings()
        self._lease_seconds = lease_seconds
        self._handed = Handed()
        carrier = Carrier(
            claims=self._claims(),
            destinations=destinations,
            tools=tools,
            endings=self._endings,
            later=later,
            jitter=jitter,
        )
        seats = {
            name: one.configured.concurrency
            for name, one in destinations.items()
            if one.configured.enabled
        }
        self._is_alone = scheduling is None
        self._scheduler: Scheduler = (
            LocalScheduler(carrier, seats, timer)
            if scheduling is None
            else scheduling(carrier, seats, lease_seconds)
        )
        self._sweeping: asyncio.Task[None] | None = None

    def _claims(self) -> Claims:
        return Claims(
            destinations=self._destinations,
            tools=self._tools,
            endings=self._endings,
            lease_seconds=self._lease_seconds,
            handed=self._handed,
        )

    async def start(self) -> None:
        """Take up every delivery that an earlier run left unfinished, each in its time."""
        await self._refill()
        await self._scheduler.start()
        self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self, drain: float = 0.0) -> None:
        """Begin nothing more, and cut off what has not come to a rest within ``drain`` seconds.

        Nothing that was journaled is repeated after a restart.
        """
        if self._sweeping is not None:
            self._sweeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sweeping
        await self._scheduler.stop(drain)

    async def submit(self, row: DeliveryRow, package: bytes | None = None) -> None:
        """Deliver this one, after those before it in its lane.

        ``package`` is its handoff where it was accepted just now, and need not be read for it.

        A delivery to a destination that is disabled or no longer configured keeps waiting in the
        store until it is there again.
        """
        lane = Lane(row.conversation_id, row.destination)
        if self._is_open(lane):
            if package is not None:
                self._handed.put(lane, Fresh(delivery=row, package=package))
            await self._scheduler.given_work(lane)

    async def wait(self, delivery_id: str, seconds: float) -> bool:
        """Whether the delivery got a final status within this time."""
        # Listening comes before looking: the delivery may end while the store is being asked.
        with self._endings.awaited(delivery_id) as ended:
            row = await self._tools.store.delivery(delivery_id)
            if row is None or row.status in FINAL:
                return True
            if self._is_alone:
                await asyncio.wait({ended}, timeout=seconds)
                return ended.done()
            return await self._watch(delivery_id, ended, seconds)

    async def _watch(self, delivery_id: str, ended: asyncio.Future[None], seconds: float) -> bool:
        """Wait for a delivery that another process may be making: that one announces nothing."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not ended.done():
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            await asyncio.wait({ended}, timeout=min(left, _LOOK_SECONDS))
            row = await self._tools.store.delivery(delivery_id)
            if row is None or row.status in FINAL:
                return True
        return True

    def _is_open(self, lane: Lane) -> bool:
        destination = self._destinations.get(lane.destination)
        return destination is not None and destination.configured.enabled

    async def _refill(self) -> None:
        now = self._tools.now()
        owed = [
            (one.lane, _seconds_until(waits_until(one.at, one.last, now), now))
            for one in await self._tools.store.owed()
            if self._is_open(one.lane)
        ]
        await self._scheduler.refill(owed)

    async def _sweep(self) -> None:
        """Have lanes worked on whose holder has gone without a word."""
        while True:
            await asyncio.sleep(self._lease_seconds)
            with contextlib.suppress(StoreUnavailable):
                for lane in await self._tools.store.orphaned(now=self._tools.now()):
                    if self._is_open(lane):
                        await self._scheduler.wake(lane)


def _seconds_until(at: str | None, now: str) -> float:
    if at is None:
        return 0.0
    wait = datetime.fromisoformat(at) - datetime.fromisoformat(now)
    return max(wait.total_seconds(), 0.0)
