"""Watches for drift while the gateway runs: a schema once fetched is fetched again every day.

What a vendor has changed is taken up without a restart, whoever has asked it: a dry run, another
gateway or ``readback adapters describe`` leave what they heard in the store. A vendor that was
never asked is not asked from here: whoever asks first decides that schemas are used.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime, timedelta

from msgspec.structs import replace

from gateway.delivery.destination import Described, Destination, compile_for
from gateway.delivery.plans import PlanBook
from gateway.delivery.schema_cache import describe_destination, described_before
from gateway.sdk.adapter import Describes
from gateway.sdk.errors import ReadbackError
from gateway.store.clock import now
from gateway.store.port import SchemaStore

_log = logging.getLogger("readback.delivery")

AGE = timedelta(days=1)
_PAUSE = 3600.0
# How often the store is looked at. Deliveries pay nothing for it: they find the plan in memory.
_GLANCE = 10.0


class SchemaWatch:
    """Renews the schemas of destinations; ``destinations`` is what deliveries are made from."""

    def __init__(
        self,
        destinations: MutableMapping[str, Destination],
        plans: PlanBook,
        store: SchemaStore,
        *,
        clock: Callable[[], str] = now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._destinations = destinations
        self._plans = plans
        self._store = store
        self._clock = clock
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None
        self._taking = asyncio.Lock()
        # What could not be taken up is said once, and not at every look.
        self._passed_over: dict[str, str] = {}

    def start(self) -> None:
        """Look every hour which schema is older than a day, and every 10 s what others heard of
        vendors and published."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop looking; what was being asked is asked again another time."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        """Ask the vendors whose schemas are due, one after the other."""
        for destination in tuple(self._destinations.values()):
            if self._is_due(destination):
                await self._ask(destination)

    async def notice(self, *names: str) -> None:
        """Take up what the store has heard meanwhile of these destinations, or of all.

        Nothing is asked of any vendor.
        """
        for name in names or tuple(self._destinations):
            try:
                async with self._taking:
                    await self._notice(self._destinations[name])
            except ReadbackError as error:
                _log.warning("the schema of %s is not taken up: %s", name, error)

    async def _notice(self, destination: Destination) -> None:
        name, known = destination.name, destination.described
        rows = await self._store.schemas(name, destination.target.object)
        heard = rows[0].fetched_at if rows else None
        seen = self._passed_over.get(name, known.fetched_at if known else None)
        if heard is None or heard == seen:
            return
        self._passed_over[name] = heard
        described = await described_before(
            name, destination.adapter.manifest, destination.target.object, self._store
        )
        if described is not None:
            await self._take_up(destination, described)
            self._passed_over.pop(name)

    async def _notice_mappings(self) -> None:
        try:
            await self._plans.notice()
        except ReadbackError as error:
            _log.warning("a mapping that was published elsewhere is not taken up: %s", error)

    async def _run(self) -> None:
        while True:
            await self.look()
            for _ in range(int(_PAUSE / _GLANCE)):
                await self._sleep(_GLANCE)
                await self.notice()
                await self._notice_mappings()

    def _is_due(self, destination: Destination) -> bool:
        described, can_ask = destination.described, isinstance(destination.adapter, Describes)
        if described is None or not (can_ask and destination.configured.enabled):
            return False
        asked = datetime.fromisoformat(described.fetched_at)
        return datetime.fromisoformat(self._clock()) - asked >= AGE

    async def _ask(self, destination: Destination) -> None:
        try:
            described = await describe_destination(destination, self._store)
            async with self._taking:
                await self._take_up(destination, described)
        except ReadbackError as error:
            # Deliveries go on with the schema there is; the next look asks again.
            _log.warning("the schema of %s is not renewed: %s", destination.name, error)

    async def _take_up(self, destination: Destination, described: Described) -> None:
        plan = await asyncio.to_thread(
            compile_for, destination, destination.mapping, destination.called, described.target
        )
        self._destinations[destination.name] = replace(
            destination, target=described.target, described=described, plan=plan
        )
        await self._plans.renew(destination.called)
        for stale in plan.stale:
            where = f"{destination.called}, line {stale.line}"
            _log.warning("%s at %s: %s [%s]", where, destination.name, stale.message, stale.code)
