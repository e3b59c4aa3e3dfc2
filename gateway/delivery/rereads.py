"""Reads vendors once more after deliveries have ended, each by schedule and by one reader."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

import msgspec
from msgspec.structs import replace

from gateway.delivery.aside import aside
from gateway.delivery.bug import whereabouts
from gateway.delivery.destination import Destination
from gateway.delivery.evidence import pack_receipt, unpack_receipt
from gateway.delivery.journal import StoreJournal
from gateway.delivery.pinning import pinned
from gateway.delivery.proof import Receipt
from gateway.delivery.reading import read_once, with_receipt
from gateway.delivery.rereading import is_last_chance, next_reread, with_shared_places
from gateway.delivery.runner import Later
from gateway.delivery.work import Tools, prepared
from gateway.sdk.consignment import Delivered
from gateway.sdk.errors import DeliveryError, StoreUnavailable
from gateway.store.clock import rfc3339
from gateway.store.records import DeliveryRow

_log = logging.getLogger("readback.delivery")

LOOK_SECONDS = 5.0
_AT_ONCE = 50
# A reader that dies has taken a reading with it; it is due again after this.
_TAKEN_FOR = timedelta(minutes=5)


class Rereads:
    """Looks every few seconds which vendors are to be read again."""

    def __init__(self, destinations: Mapping[str, Destination], tools: Tools) -> None:
        self._destinations = destinations
        self._tools = tools
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking; what was being read is read another time."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> int:
        """Make the readings that are due, at most so many; how many there were."""
        due = await self._tools.store.due_rereads(now=self._tools.now(), limit=_AT_ONCE)
        by_destination: dict[str, list[DeliveryRow]] = {}
        for row in due:
            by_destination.setdefault(row.destination, []).append(row)
        # One after the other at each vendor, so that proving never crowds delivering out.
        await asyncio.gather(*(self._read_all(rows) for rows in by_destination.values()))
        return len(due)

    async def _run(self) -> None:
        while True:
            found = 0
            try:
                found = await self.look()
            except StoreUnavailable:
                _log.warning("later readings wait for the store")
            except Exception as error:  # noqa: BLE001 - the next look may find no such thing
                _log.error("a later reading broke: %s", whereabouts(error))
            if found < _AT_ONCE:
                await asyncio.sleep(LOOK_SECONDS)

    async def _read_all(self, rows: list[DeliveryRow]) -> None:
        for row in rows:
            until = datetime.fromisoformat(self._tools.now()) + _TAKEN_FOR
            taken = await self._tools.store.take_reread(row, until=rfc3339(until))
            if taken is not None:
                await self._read(taken)

    async def _read(self, taken: DeliveryRow) -> None:
        destination = self._destinations.get(taken.destination)
        if destination is None or taken.delivered is None:
            await self._tools.store.settle_reread(replace(taken, reread_at=None), None, taken)
            return
        within = destination.adapter.manifest.shows_within
        try:
            receipt = await self._receipt(taken, destination, within)
        except (Later, DeliveryError) as error:
            _log.warning("delivery %s was not read again: %s", taken.id, error)
            receipt = None
        await self._settle(taken, receipt, within)

    async def _receipt(self, row: DeliveryRow, destination: Destination, within: float) -> Receipt:
        tools = self._tools
        _, plan = await pinned(row, destination, tools.store, tools.in_force(destination))
        package = await tools.store.package(row.handoff_id)
        journal = StoreJournal(tools.store)
        work = await prepared(row, destination, plan, package, journal)
        delivered = msgspec.json.decode(row.delivered or b"", type=Delivered)
        is_last = is_last_chance(row, tools.now(), within)
        try:
            later = await read_once(
                work, delivered, "reread", row.rereads + 1, tools, is_last=is_last
            )
        finally:
            await journal.keep()
        evidence = await tools.store.receipt(row.id)
        first = unpack_receipt(evidence) if evidence else later
        return with_shared_places(later, first, destination.target)

    async def _settle(self, taken: DeliveryRow, receipt: Receipt | None, within: float) -> None:
        read = replace(
            taken,
            reread_at=next_reread(receipt, taken, self._tools.now(), within),
            rereads=taken.rereads + 1,
        )
        evidence: bytes | None = None
        if receipt is not None:
            read = with_receipt(read, receipt)
            rows = len(receipt.rows)
            evidence = await aside(rows * 1024, partial(pack_receipt, receipt))
        is_kept = await self._tools.store.settle_reread(read, evidence, taken)
        if is_kept and read.status != taken.status:
            self._tools.meters.reread(read)
            _log.warning("delivery %s was %s and is %s", taken.id, taken.status, read.status)
