"""One handoff on its way to a stand-in, attempt by attempt, until a receipt or an error."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from msgspec import Struct

from contract_tests.contract import Contract
from contract_tests.harness.clock import Clock
from contract_tests.harness.line import Exchange, Meddle, honestly
from contract_tests.harness.memory import Crash, Memory
from contract_tests.harness.opening import opened
from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.switches import Ending
from gateway.delivery.attempt import Tools, attempt
from gateway.delivery.destination import Destination
from gateway.delivery.drive import Later
from gateway.delivery.evidence import package_pointers, unpack_receipt
from gateway.delivery.proof import Receipt, whole
from gateway.sdk.errors import DeliveryError, DestinationClosed, SignInFailed
from gateway.store.port import Store
from gateway.store.records import DeliveryRow

T = TypeVar("T")

DELIVERY_ID = "019c7a2e-4b10-7c3d-9a51-00000000c0de"
HANDOFF_ID = "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17"
# A delivery that is still waiting after so many attempts will not end.
MOST_ATTEMPTS = 12
_PAUSE = 60.0


class Outcome(Struct, frozen=True, kw_only=True):
    """How an attempt ended: with a receipt, or with the error because of which there is none.

    ``after``: the seconds to wait at least, where it is ``waiting``.
    """

    ending: Ending
    receipt: Receipt | None = None
    error: DeliveryError | None = None
    after: float | None = None


class Trial:
    """A delivery to a fresh account, or to ``app``; ``key`` is the delivery's.

    ``exchanges`` are all there were, of all attempts.
    """

    def __init__(
        self,
        contract: Contract,
        handoff: bytes,
        *behaviours: str,
        app: StandInApp[Any] | None = None,
        key: str = DELIVERY_ID,
    ) -> None:
        self.contract = contract
        self.handoff = handoff
        self.key = key
        self.app = app or contract.stand_in.create()
        for behaviour in (*contract.behave, *behaviours):
            self.app.switches.turn_on(behaviour)
        self.clock = Clock()
        self.store = Memory(handoff)
        self.exchanges: list[Exchange] = []

    @property
    def work_items(self) -> int:
        """How many work items the vendor's account has."""
        return self.contract.stand_in.work_items(self.app.account)

    def attempt(self, meddle: Meddle = honestly) -> Outcome:
        """One attempt, by a gateway that has just been started. Raises ``Crash`` when told to."""

        async def once(destination: Destination) -> Outcome:
            return await self._attempted(destination)

        return self.with_destination(once, meddle)

    def settle(self, meddle: Meddle = honestly) -> Outcome:
        """Attempts until there is an end, the first of them meddled with, time passing between."""
        outcome = self.attempt(meddle)
        for _ in range(MOST_ATTEMPTS):
            if outcome.ending != "waiting":
                break
            self.clock.advance(max(outcome.after or _PAUSE, 1.0))
            outcome = self.attempt()
        return outcome

    def crash(self, meddle: Meddle = honestly, *, before_write: int | None = None) -> bool:
        """An attempt that ends with the process; False where it ended before that."""
        self.store.crash_before = before_write
        try:
            self.attempt(meddle)
        except Crash:
            return True
        finally:
            self.store.crash_before = None
        return False

    def with_destination(
        self, use: Callable[[Destination], Awaitable[T]], meddle: Meddle = honestly
    ) -> T:
        """Do something with the opened destination."""

        async def using() -> T:
            async with opened(self.contract, self.app, self.exchanges, meddle) as destination:
                return await use(destination)

        return asyncio.run(using())

    async def _attempted(self, destination: Destination) -> Outcome:
        tools = Tools(
            # Memory is the part of a store that an attempt uses.
            store=cast("Store", self.store),
            now=self.clock.now,
            sleep=self.clock.sleep,
        )
        try:
            row = await attempt(self._row(), destination, tools)
        except Later as later:
            return Outcome(ending="waiting", error=later.error, after=later.after)
        except (SignInFailed, DestinationClosed) as error:
            # A person has to act at the vendor's; until then it waits.
            return Outcome(ending="waiting", error=error)
        except DeliveryError as error:
            return Outcome(ending="failed", error=error)
        kept = unpack_receipt(self.store.evidence or b"")
        receipt = whole(kept, package_pointers(await self.store.package(HANDOFF_ID) or b"{}"))
        return Outcome(ending=cast("Ending", row.status), receipt=receipt)

    def _row(self) -> DeliveryRow:
        return self.store.row or DeliveryRow(
            id=self.key,
            handoff_id=HANDOFF_ID,
            conversation_id="contract",
            destination="contract",
            status="delivering",
            attempts=1,
            created_at=self.clock.now(),
        )
