"""The dispatcher: every delivery that is owed is attempted until it has a final status."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec

from gateway.delivery.attempt import Tools, attempt
from gateway.delivery.bug import whereabouts
from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.lane import Lanes
from gateway.delivery.runner import Later
from gateway.delivery.schedule import delay
from gateway.delivery.trouble import trouble
from gateway.sdk.errors import (
    Blocked,
    DeliveryError,
    ReadbackError,
    SignInFailed,
    StoreUnavailable,
)
from gateway.store.records import FINAL, DeliveryRow, DeliveryStatus

_log = logging.getLogger("readback.delivery")

_STORE_PAUSE = 1.0


class Dispatcher:
    """Works off deliveries lane by lane. ``submit`` is for new ones, ``start`` finds the rest."""

    def __init__(
        self,
        destinations: Mapping[str, Destination],
        tools: Tools,
        *,
        later: Callable[[timedelta], str],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._destinations = destinations
        self._tools = tools
        self._later = later
        self._jitter = jitter
        self._lanes = Lanes(self._carry)
        self._seats = {
            name: asyncio.Semaphore(destination.configured.concurrency)
            for name, destination in destinations.items()
        }
        self._endings = Endings()

    async def start(self) -> None:
        """Take up every delivery that an earlier run left unfinished."""
        for row in await self._tools.store.unfinished():
            self.submit(row)

    async def stop(self) -> None:
        """Stop where it stands; nothing that was journaled is repeated after a restart."""
        await self._lanes.stop()

    def submit(self, row: DeliveryRow) -> None:
        """Deliver this one, after those before it in its lane.

        A delivery to a destination that is disabled or no longer configured keeps waiting in the
        store until it is there again.
        """
        destination = self._destinations.get(row.destination)
        if destination is not None and destination.configured.enabled:
            self._lanes.add(row)

    async def wait(self, delivery_id: str, seconds: float) -> bool:
        """Whether the delivery got a final status within this time."""
        # Listening comes before looking: the delivery may end while the store is being asked.
        with self._endings.awaited(delivery_id) as ended:
            row = await self._tools.store.delivery(delivery_id)
            if row is None or row.status in FINAL:
                return True
            await asyncio.wait({ended}, timeout=seconds)
            return ended.done()

    async def _carry(self, row: DeliveryRow) -> None:
        """Attempt until the status is final."""
        while row.status not in FINAL:
            row, pause = await self._try(row)
            if row.status not in FINAL:
                await self._tools.sleep(pause)
        self._endings.announce(row.id)

    async def _try(self, row: DeliveryRow) -> tuple[DeliveryRow, float]:
        """One attempt; the delivery's new state, and how long to wait before the next.

        An attempt that the store cut off, at whatever point, does not count.
        """
        async with self._seats[row.destination]:
            try:
                return await self._attempt(row)
            except StoreUnavailable as error:
                _log.error("delivery %s waits for the store: %s", row.id, error)
                return row, _STORE_PAUSE

    async def _attempt(self, row: DeliveryRow) -> tuple[DeliveryRow, float]:
        """Raises ``StoreUnavailable``; every other failure becomes the delivery's state."""
        begun = await self._begin(row)
        if begun.status in FINAL:
            return begun, 0.0
        try:
            return await attempt(begun, self._destinations[row.destination], self._tools), 0.0
        except StoreUnavailable:
            raise
        except Later as later:
            return await self._postpone(await self._reload(begun), later)
        except (SignInFailed, Blocked) as error:
            # A person renews the credentials or allows the address; until then it waits.
            return await self._postpone(await self._reload(begun), Later(None, error))
        except ReadbackError as error:
            return await self._give_up(await self._reload(begun), "failed", error), 0.0
        except Exception as error:  # noqa: BLE001 - one broken delivery must not stop its lane
            return await self._give_up(await self._reload(begun), "failed", _broken(error)), 0.0

    async def _begin(self, row: DeliveryRow) -> DeliveryRow:
        # After a failure of the store, a write that it did not acknowledge may stand in it.
        kept = await self._reload(row)
        if kept.status in FINAL:
            return kept
        begun = msgspec.structs.replace(
            kept, status="delivering", attempts=row.attempts + 1, next_attempt_at=None
        )
        await self._tools.store.save_delivery(begun)
        return begun

    async def _reload(self, row: DeliveryRow) -> DeliveryRow:
        """The row as the attempt left it: it may have a work item by now."""
        return await self._tools.store.delivery(row.id) or row

    async def _postpone(self, row: DeliveryRow, later: Later) -> tuple[DeliveryRow, float]:
        pause = delay(row.attempts, self._jitter)
        if pause is None:
            return await self._give_up(row, "dead", later.error), 0.0
        if later.after is not None:
            pause = max(pause, timedelta(seconds=later.after))
        row = msgspec.structs.replace(
            row,
            status="pending",
            next_attempt_at=self._later(pause),
            problem=trouble(later.error),
        )
        _log.warning("delivery %s tried again at %s: %s", row.id, row.next_attempt_at, later.error)
        await self._tools.store.save_delivery(row)
        return row, pause.total_seconds()

    async def _give_up(
        self, row: DeliveryRow, status: DeliveryStatus, error: ReadbackError
    ) -> DeliveryRow:
        # Where the vendor has the work item, what failed is only its proof.
        settled: DeliveryStatus = "unproven" if row.ref else status
        row = msgspec.structs.replace(
            row, status=settled, next_attempt_at=None, problem=trouble(error)
        )
        _log.error("delivery %s is %s: %s", row.id, settled, error)
        await self._tools.store.save_delivery(row)
        return row


def _broken(error: Exception) -> DeliveryError:
    return DeliveryError(why=f"the gateway broke ({whereabouts(error)})")
