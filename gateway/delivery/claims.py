"""Which delivery of a lane is next, and the right to make it.

One that nobody has begun is taken with the first entry of its journal: that commit is needed in any
case, and until then nothing is sent. Every other one is claimed in a commit of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from gateway.delivery.destination import Destination
from gateway.delivery.endings import Endings
from gateway.delivery.handed import Handed
from gateway.delivery.heartbeat import LEASE_SECONDS
from gateway.delivery.plans import pin_of
from gateway.delivery.work import Tools
from gateway.sdk.errors import StoreUnavailable
from gateway.store.lanes import Claim, Claimed, Empty, Lane, Pin, taking

_log = logging.getLogger("readback.delivery")

_STORE_PAUSE = 1.0


class Claims(Struct, frozen=True, kw_only=True):
    """What claiming needs.

    ``lease_seconds`` is how long a lane stays with a process that has died. ``closed`` holds the
    destinations that said they are gone for good, with what they said; ``handed`` what was accepted
    here a moment ago.
    """

    destinations: Mapping[str, Destination]
    tools: Tools
    endings: Endings
    lease_seconds: float = LEASE_SECONDS
    closed: dict[str, str] = {}
    handed: Handed = msgspec.field(default_factory=Handed)

    async def next_of(self, lane: Lane, holder: str, cut_off: str, *, is_contested: bool) -> Claim:
        """A lane's next delivery, however long the store is away.

        ``cut_off`` is the one that the store has just cut off. ``is_contested``: somebody else may
        be at work on the lane, so its lease is taken before anything is done.
        """
        while True:
            try:
                pin = await self._pin(lane)
                fresh = None
                if pin and not (cut_off or is_contested):
                    fresh = await self._fresh(lane, holder, pin)
                found = fresh or await self._claim(lane, holder, cut_off, pin)
            except StoreUnavailable as error:
                await self.wait_for_the_store(lane, error)
                continue
            if cut_off and _is_behind(found, cut_off):
                # The store had ended it and could not say so.
                self.endings.announce(cut_off)
            return found

    async def _pin(self, lane: Lane) -> Pin | None:
        """What a delivery that nobody has begun is made with; None where none is to be begun."""
        if lane.destination in self.closed:
            return None
        current = self.tools.in_force(self.destinations[lane.destination])
        await self.tools.store.keep_mapping(current.plan.sha256, current.text)
        return pin_of(current)

    async def _fresh(self, lane: Lane, holder: str, pin: Pin) -> Claimed | None:
        """The lane's next delivery if nobody has begun it; the lane is taken with its journal."""
        fresh = self.handed.pop(lane) or await self.tools.store.fresh(lane)
        if fresh is None:
            return None
        now, seconds = self.tools.now(), self.lease_seconds
        return taking(lane, holder, fresh, now=now, seconds=seconds, pin=pin)

    async def _claim(self, lane: Lane, holder: str, cut_off: str, pin: Pin | None) -> Claim:
        now, seconds = self.tools.now(), self.lease_seconds
        return await self.tools.store.claim(
            lane, holder, now=now, seconds=seconds, cut_off=cut_off, pin=pin
        )

    async def wait_for_the_store(self, lane: Lane, error: StoreUnavailable) -> None:
        """Some time."""
        _log.error("a lane of %s waits for the store: %s", lane.destination, error)
        await self.tools.sleep(_STORE_PAUSE)


def _is_behind(found: Claim, delivery_id: str) -> bool:
    """Whether the lane has gone on from a delivery."""
    return isinstance(found, Empty) or (
        isinstance(found, Claimed) and found.delivery.id != delivery_id
    )
