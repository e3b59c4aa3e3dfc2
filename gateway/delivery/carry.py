"""Carries a lane: claims it, and attempts its deliveries in order until nothing is due."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct

from gateway.delivery.attempt import Attempted, Tools, attempted
from gateway.delivery.bug import whereabouts
from gateway.delivery.claims import Claims
from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.heartbeat import held
from gateway.delivery.journal import StoreJournal
from gateway.delivery.runner import Later
from gateway.delivery.schedule import delay
from gateway.delivery.tracing import span
from gateway.delivery.trouble import trouble
from gateway.sdk.errors import (
    Blocked,
    DeliveryError,
    DestinationClosed,
    ReadbackError,
    SignInFailed,
    StoreUnavailable,
    Unreachable,
)
from gateway.store.clock import new_id
from gateway.store.lanes import Claimed, Empty, Lane, Lease, LeaseLost, NotYet, Right, Taken
from gateway.store.records import FINAL, DeliveryRow, DeliveryStatus

_log = logging.getLogger("readback.delivery")

# A closed destination is opened again by a start of the gateway; until then nobody needs to look.
_CLOSED_PAUSE = 24 * 3600.0

_Following: TypeAlias = Literal["next", "nothing"] | float
"""The lane's next delivery, no other one, or a pause of so many seconds."""


class Carrier(Struct, frozen=True, kw_only=True):
    """What carrying needs. ``later`` tells the moment after a pause; ``jitter`` is from 0 to 1."""

    claims: Claims
    destinations: Mapping[str, Destination]
    tools: Tools
    endings: Endings
    later: Callable[[timedelta], str]
    jitter: Callable[[], float] = random.random

    async def __call__(self, lane: Lane) -> float | None:
        """The seconds after which to come again; None when every delivery of the lane has ended.

        An attempt that the store cut off, at whatever point, goes on and does not count again.
        """
        if left := self.destinations[lane.destination].breaker.wait():
            return left
        holder, cut_off, is_contested = new_id(), "", False
        while True:
            found = await self.claims.next_of(lane, holder, cut_off, is_contested=is_contested)
            if not isinstance(found, Claimed):
                return self._come_again(found)
            try:
                following = await self._work(found)
            except LeaseLost:
                if is_contested or isinstance(found.lease, Lease):
                    return self.claims.lease_seconds
                is_contested = True
                continue
            except StoreUnavailable as error:
                cut_off = found.delivery.id
                await self.claims.wait_for_the_store(lane, error)
                continue
            if following != "next":
                return None if following == "nothing" else following
            cut_off, is_contested = "", False

    def _come_again(self, found: NotYet | Taken | Empty) -> float | None:
        match found:
            case NotYet(at=at):
                return _seconds_until(at, self.tools.now())
            case Taken():
                return self.claims.lease_seconds
            case Empty():
                return None

    async def _work(self, found: Claimed) -> _Following:
        """One attempt, and what follows it in the lane.

        Raises ``StoreUnavailable`` and ``LeaseLost``.
        """
        store, now, row = self.tools.store, self.tools.now, found.delivery
        journal = StoreJournal(store, found.lease, is_new=found.is_new)
        async with held(lambda: journal.lease, store, now=now, seconds=self.claims.lease_seconds):
            try:
                with span(
                    "delivery",
                    traceparent=row.traceparent,
                    readback_destination=row.destination,
                    readback_delivery=row.id,
                    readback_attempt=row.attempts,
                ):
                    done, pause = await self._attempt(found, journal)
            except asyncio.CancelledError:
                # Whoever takes over need not wait until the lease has run out.
                await self._release(journal.lease)
                raise
        if done.row.status in FINAL:
            self.endings.announce(row.id)
            adapter = self.destinations[row.destination].adapter.manifest.name
            self.tools.meters.ended(done.row, adapter)
            return "nothing" if done.is_last else "next"
        await store.release(await journal.held())
        return pause

    async def _release(self, lease: Right | None) -> None:
        if isinstance(lease, Lease):
            with contextlib.suppress(StoreUnavailable, LeaseLost):
                await self.tools.store.release(lease)

    async def _attempt(self, found: Claimed, journal: StoreJournal) -> tuple[Attempted, float]:
        """Every failure but those two becomes the delivery's state."""
        row = found.delivery
        try:
            self._demand_open(row.destination)
            return await self._in_time(found, journal), 0.0
        except (StoreUnavailable, LeaseLost):
            raise
        except Exception as error:  # noqa: BLE001 - one broken delivery must not stop its lane
            lease = await journal.held()
            row, pause = await self._failed(await self._reload(row), error, lease)
            return Attempted(row=row, is_last=False), pause

    async def _failed(
        self, row: DeliveryRow, error: Exception, lease: Lease
    ) -> tuple[DeliveryRow, float]:
        match error:
            case Later():
                return await self._postpone(row, error, lease)
            case SignInFailed() | Blocked():
                # A person renews the credentials or corrects the address; until then it waits.
                return await self._postpone(row, Later(None, error), lease)
            case DestinationClosed():
                return await self._hold(row, error, lease)
            case ReadbackError():
                return await self._give_up(row, "failed", error, lease), 0.0
            case _:
                return await self._give_up(row, "failed", _broken(error), lease), 0.0

    async def _in_time(self, found: Claimed, journal: StoreJournal) -> Attempted:
        """One attempt within its budget: a vendor that drips holds a seat no longer than that."""
        destination = self.destinations[found.delivery.destination]
        seconds = destination.configured.attempt_timeout
        try:
            async with asyncio.timeout(seconds):
                return await attempted(
                    found.delivery, found.package, destination, self.tools, journal
                )
        except TimeoutError:
            why = f"the attempt took longer than {seconds:g} s and goes on later"
            raise Later(None, Unreachable(why=why, sent=True)) from None

    def _demand_open(self, destination: str) -> None:
        if destination in self.claims.closed:
            raise DestinationClosed(why=self.claims.closed[destination])

    async def _hold(
        self, row: DeliveryRow, error: DestinationClosed, lease: Lease
    ) -> tuple[DeliveryRow, float]:
        """Keep a delivery, however long it takes, until the gateway is started anew."""
        if row.destination not in self.claims.closed:
            _log.error("destination %s is closed: %s", row.destination, error)
            self.claims.closed[row.destination] = error.detail
        row = msgspec.structs.replace(
            row,
            status="pending",
            attempts=row.attempts - 1,  # it was not tried
            next_attempt_at=None,
            problem=trouble(error),
        )
        await self.tools.store.save_delivery(row, lease)
        return row, _CLOSED_PAUSE

    async def _reload(self, row: DeliveryRow) -> DeliveryRow:
        """The row as the attempt left it: it may have a work item by now."""
        return await self.tools.store.delivery(row.id) or row

    async def _postpone(
        self, row: DeliveryRow, later: Later, lease: Lease
    ) -> tuple[DeliveryRow, float]:
        pause = delay(row.attempts, self.jitter)
        if pause is None:
            return await self._give_up(row, "dead", later.error, lease), 0.0
        if later.after is not None:
            pause = max(pause, timedelta(seconds=later.after))
        row = msgspec.structs.replace(
            row,
            status="pending",
            next_attempt_at=self.later(pause),
            problem=trouble(later.error),
        )
        self.tools.meters.postponed(row.destination, later.error.code)
        _log.warning("delivery %s tried again at %s: %s", row.id, row.next_attempt_at, later.error)
        await self.tools.store.save_delivery(row, lease)
        return row, pause.total_seconds()

    async def _give_up(
        self, row: DeliveryRow, status: DeliveryStatus, error: ReadbackError, lease: Lease
    ) -> DeliveryRow:
        # Where the vendor has the work item, what failed is only its proof.
        settled: DeliveryStatus = "unproven" if row.ref else status
        row = msgspec.structs.replace(
            row, status=settled, next_attempt_at=None, problem=trouble(error)
        )
        _log.error("delivery %s is %s: %s", row.id, settled, error)
        await self.tools.store.save_delivery(row, lease)
        return row


def _seconds_until(at: str, now: str) -> float:
    wait = datetime.fromisoformat(at) - datetime.fromisoformat(now)
    return max(wait.total_seconds(), 0.001)


def _broken(error: Exception) -> DeliveryError:
    return DeliveryError(why=f"the gateway broke ({whereabouts(error)})")
