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
from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.heartbeat import LEASE_SECONDS, held
from gateway.delivery.journal import StoreJournal
from gateway.delivery.plans import pin_of
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
from gateway.store.lanes import Claim, Claimed, Empty, Lane, Lease, LeaseLost, NotYet, Taken
from gateway.store.records import FINAL, DeliveryRow, DeliveryStatus

_log = logging.getLogger("readback.delivery")

_STORE_PAUSE = 1.0
# A closed destination is opened again by a start of the gateway; until then nobody needs to look.
_CLOSED_PAUSE = 24 * 3600.0

_Following: TypeAlias = Literal["next", "nothing"] | float
"""The lane's next delivery, no other one, or a pause of so many seconds."""


class Carrier(Struct, frozen=True, kw_only=True):
    """What carrying needs. ``later`` tells the moment after a pause; ``jitter`` is from 0 to 1.

    ``lease_seconds`` is how long a lane stays with a process that has died. ``closed`` holds the
    destinations that said they are gone for good, with what they said.
    """

    destinations: Mapping[str, Destination]
    tools: Tools
    endings: Endings
    later: Callable[[timedelta], str]
    jitter: Callable[[], float] = random.random
    lease_seconds: float = LEASE_SECONDS
    closed: dict[str, str] = {}

    async def __call__(self, lane: Lane) -> float | None:
        """The seconds after which to come again; None when every delivery of the lane has ended.

        An attempt that the store cut off, at whatever point, goes on and does not count again.
        """
        if left := self.destinations[lane.destination].breaker.wait():
            return left
        holder, cut_off = new_id(), ""
        while True:
            found = await self._claimed(lane, holder, cut_off)
            if not isinstance(found, Claimed):
                return self._come_again(found)
            try:
                following = await self._work(found)
            except LeaseLost:
                return self.lease_seconds
            except StoreUnavailable as error:
                cut_off = found.delivery.id
                await self._wait_for_the_store(lane, error)
                continue
            if following != "next":
                return None if following == "nothing" else following
            cut_off = ""

    async def _claimed(self, lane: Lane, holder: str, cut_off: str) -> Claim:
        while True:
            try:
                found = await self._claim(lane, holder, cut_off)
            except StoreUnavailable as error:
                await self._wait_for_the_store(lane, error)
                continue
            if cut_off and _is_behind(found, cut_off):
                # The store had ended it and could not say so.
                self.endings.announce(cut_off)
            return found

    async def _claim(self, lane: Lane, holder: str, cut_off: str) -> Claim:
        tools, pin = self.tools, None
        if lane.destination not in self.closed:
            current = tools.in_force(self.destinations[lane.destination])
            await tools.store.keep_mapping(current.plan.sha256, current.text)
            pin = pin_of(current)
        return await tools.store.claim(
            lane, holder, now=tools.now(), seconds=self.lease_seconds, cut_off=cut_off, pin=pin
        )

    def _come_again(self, found: NotYet | Taken | Empty) -> float | None:
        match found:
            case NotYet(at=at):
                return _seconds_until(at, self.tools.now())
            case Taken():
                return self.lease_seconds
            case Empty():
                return None

    async def _wait_for_the_store(self, lane: Lane, error: StoreUnavailable) -> None:
        _log.error("a lane of %s waits for the store: %s", lane.destination, error)
        await self.tools.sleep(_STORE_PAUSE)

    async def _work(self, found: Claimed) -> _Following:
        """One attempt, and what follows it in the lane.

        Raises ``StoreUnavailable`` and ``LeaseLost``.
        """
        store, now, lease, row = self.tools.store, self.tools.now, found.lease, found.delivery
        async with held(lease, store, now=now, seconds=self.lease_seconds):
            try:
                with span(
                    "delivery",
                    traceparent=row.traceparent,
                    readback_destination=row.destination,
                    readback_delivery=row.id,
                    readback_attempt=row.attempts,
                ):
                    done, pause = await self._attempt(found)
            except asyncio.CancelledError:
                # Whoever takes over need not wait until the lease has run out.
                with contextlib.suppress(StoreUnavailable, LeaseLost):
                    await store.release(lease)
                raise
        if done.row.status in FINAL:
            self.endings.announce(row.id)
            adapter = self.destinations[row.destination].adapter.manifest.name
            self.tools.meters.ended(done.row, adapter)
            return "nothing" if done.is_last else "next"
        await store.release(lease)
        return pause

    async def _attempt(self, found: Claimed) -> tuple[Attempted, float]:
        """Every failure but those two becomes the delivery's state."""
        row, lease = found.delivery, found.lease
        try:
            self._demand_open(row.destination)
            return await self._in_time(found), 0.0
        except (StoreUnavailable, LeaseLost):
            raise
        except Exception as error:  # noqa: BLE001 - one broken delivery must not stop its lane
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

    async def _in_time(self, found: Claimed) -> Attempted:
        """One attempt within its budget: a vendor that drips holds a seat no longer than that."""
        destination = self.destinations[found.delivery.destination]
        seconds = destination.configured.attempt_timeout
        journal = StoreJournal(self.tools.store, found.lease, is_new=found.is_new)
        try:
            async with asyncio.timeout(seconds):
                return await attempted(
                    found.delivery, found.package, destination, self.tools, journal
                )
        except TimeoutError:
            why = f"the attempt took longer than {seconds:g} s and goes on later"
            raise Later(None, Unreachable(why=why, sent=True)) from None

    def _demand_open(self, destination: str) -> None:
        if destination in self.closed:
            raise DestinationClosed(why=self.closed[destination])

    async def _hold(
        self, row: DeliveryRow, error: DestinationClosed, lease: Lease
    ) -> tuple[DeliveryRow, float]:
        """Keep a delivery, however long it takes, until the gateway is started anew."""
        if row.destination not in self.closed:
            _log.error("destination %s is closed: %s", row.destination, error)
            self.closed[row.destination] = error.detail
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


def _is_behind(found: Claim, delivery_id: str) -> bool:
    """Whether the lane has gone on from a delivery."""
    return isinstance(found, Empty) or (
        isinstance(found, Claimed) and found.delivery.id != delivery_id
    )


def _seconds_until(at: str, now: str) -> float:
    wait = datetime.fromisoformat(at) - datetime.fromisoformat(now)
    return max(wait.total_seconds(), 0.001)


def _broken(error: Exception) -> DeliveryError:
    return DeliveryError(why=f"the gateway broke ({whereabouts(error)})")
