"""One delivery and the processes that work on it: a vendor, a disk, and a fuse that kills.

The vendor counts what it was asked and what it has made; the journal is a dict that outlives the
process; a fuse kills the process at any point between the two.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from gateway.delivery.runner import Run, run
from gateway.sdk.adapter import Verdict
from gateway.sdk.consignment import Consignment
from gateway.sdk.errors import (
    DeliveryError,
    Unreachable,
)
from gateway.sdk.exchange import Flow, Repeat, VendorRequest, VendorResponse, expect
from gateway.store.records import ExchangeRow

START = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
Outcome = VendorResponse | DeliveryError
Bodies = tuple[bytes, ...]


class Crash(BaseException):
    """The process dies: nothing after this runs."""


class Fuse:
    """Burns down one mark at a time; at the last one the process dies."""

    def __init__(self, marks: int | None = None) -> None:
        self.left = marks

    def burn(self) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            raise Crash


class Disk:
    """A journal that survives, and may be the last thing a process writes."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, int, int], ExchangeRow] = {}
        self.fuse = Fuse()
        self.history: list[ExchangeRow] = []

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        return tuple(
            row
            for (row_phase, row_round, _), row in sorted(self.rows.items())
            if (row.delivery_id, row_phase, row_round) == (delivery_id, phase, round_)
        )

    async def begin(self, exchange: ExchangeRow) -> None:
        self._write(exchange)

    async def finish(self, exchange: ExchangeRow) -> None:
        self._write(exchange)

    async def secure(self) -> None:
        """Every write is durable."""

    def _write(self, row: ExchangeRow) -> None:
        self.fuse.burn()
        self.rows[row.phase, row.round, row.number] = row
        self.history.append(row)
        self.fuse.burn()


class Vendor:
    """Makes what it is asked for; ``script`` answers first, one outcome a request."""

    def __init__(self, *script: Outcome) -> None:
        self.script = list(script)
        self.fuse = Fuse()
        self.asked: list[str] = []
        self.made: Counter[str] = Counter()

    async def send(self, request: VendorRequest) -> VendorResponse:
        self.fuse.burn()
        self.asked.append(request.path)
        outcome = self.script.pop(0) if self.script else self._carry_out(request)
        self.fuse.burn()
        if isinstance(outcome, DeliveryError):
            raise outcome
        return outcome

    def _carry_out(self, request: VendorRequest) -> VendorResponse:
        if request.path.startswith("/find"):
            return VendorResponse(status=200 if self.made[request.path[5:]] else 404)
        if request.method == "POST" and not (request.repeat == "keyed" and self.made[request.path]):
            self.made[request.path] += 1
        return VendorResponse(status=201, body=request.path.encode())


class Plain:
    """An adapter that can neither search nor classify."""


class Finder:
    """An adapter that finds by path what a lost request has made."""

    def find_existing(
        self, request: VendorRequest, _consignment: Consignment, _settings: object
    ) -> Flow[VendorResponse | None]:
        look = VendorRequest(step="find", method="GET", path=f"/find{request.path}")
        if (yield look).status == 404:
            return None
        return VendorResponse(status=201, body=request.path.encode())


class Judge:
    """An adapter that reads every 418 in its own way."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def classify(self, _request: VendorRequest, response: VendorResponse) -> Verdict:
        return self.verdict if response.status == 418 else None


class Office:
    """One process after the other working on the same delivery."""

    def __init__(self, vendor: Vendor | None = None, adapter: object = None) -> None:
        self.disk = Disk()
        self.vendor = vendor or Vendor()
        self.adapter = adapter or Finder()
        self.moment = START
        self.slept: list[float] = []
        self.renewed = 0

    async def work(
        self,
        flow: Flow[Any],
        *,
        phase: str = "deliver",
        fuse: Fuse | None = None,
        settle: float = 0,
    ) -> Any:
        self.disk.fuse = self.vendor.fuse = fuse or Fuse()
        context = Run(
            phase=phase,
            round=0,
            delivery_id="d-1",
            journal=self.disk,
            send=self.vendor.send,
            adapter=cast("Any", self.adapter),
            consignment=Consignment(key="d-1", handoff_id="h-1", object="item"),
            settings=None,
            now=self._now,
            renew=self._renew,
            sleep=self._sleep,
            settle=settle,
        )
        return await run(flow, context)

    def _now(self) -> str:
        return self.moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def _renew(self) -> None:
        self.renewed += 1

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def row(self, number: int = 0) -> ExchangeRow:
        return self.disk.rows["deliver", 0, number]


def create(name: str = "a", repeat: Repeat = "search", **fields: Any) -> VendorRequest:
    request = VendorRequest(
        step=f"create {name}", method="POST", path=f"/{name}", repeat=repeat, body=name.encode()
    )
    return msgspec.structs.replace(request, **fields)


def plan(*requests: VendorRequest) -> Flow[Bodies]:
    """Ask for everything in turn, and give back the bodies."""
    bodies: list[bytes] = []
    for request in requests:
        reply = yield request
        expect(request, reply, 200, 201)
        bodies.append(reply.body)
    return tuple(bodies)


THREE = (create("a", "safe"), create("b", "keyed"), create("c", "search"))
RESULT = (b"/a", b"/b", b"/c")
LOST = Unreachable(step="create", why="reset", sent=True)


def busy(status: int, after: str | None = None) -> VendorResponse:
    headers = () if after is None else (("retry-after", after),)
    return VendorResponse(status=status, headers=headers)
