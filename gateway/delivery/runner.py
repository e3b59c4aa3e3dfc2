"""Runs a flow durably: each exchange is journaled before and after, and a resumed run replays.

The runner never waits long. When something has to be tried later it raises ``Later``; the next
run replays the journal into a fresh flow and goes on exactly where this one stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar, cast

import msgspec
from msgspec import Struct

from gateway.delivery.decision import Decision, Reply, Retry, SignInAgain, Unknown, decide
from gateway.delivery.drive import Later, Send, ask, drive, outcome_of, reply_or_raise
from gateway.delivery.journal import (
    NEVER_SENT,
    Journal,
    fingerprint,
    finished,
    kept,
    recalled,
    shown_path,
)
from gateway.sdk.adapter import AnyAdapter, FindsExisting
from gateway.sdk.consignment import Consignment
from gateway.sdk.errors import (
    Blocked,
    DeliveryError,
    FlowDiverged,
    OutcomeUnknown,
    SignInFailed,
    Unreachable,
)
from gateway.sdk.exchange import Flow, VendorRequest, VendorResponse
from gateway.store.records import ExchangeRow

__all__ = ["Later", "Run", "ask", "run"]

T = TypeVar("T")

SHORT_WAIT = 2.0
"""Seconds: a wait that a vendor asks for and that is not worth another attempt."""
SHORT_WAITS = 2
"""How many of them one exchange gets."""


def _nothing_to_renew() -> None:
    """For destinations whose credentials do not run out."""


class Run(Struct, frozen=True, kw_only=True):
    """What a flow runs with. ``now`` gives RFC 3339 in UTC.

    ``renew`` makes the transport forget a token that the vendor calls expired. ``settle``: the
    seconds a vendor gets to show what a request with an unknown outcome made, before a search
    that finds nothing is believed. ``searches_first``: somebody else may have made what is to be
    made, so it is looked for before it is made the first time.
    """

    phase: str
    round: int
    delivery_id: str
    journal: Journal
    send: Send
    adapter: AnyAdapter
    consignment: Consignment
    settings: Any
    now: Callable[[], str]
    renew: Callable[[], None] = _nothing_to_renew
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    settle: float = 5.0
    searches_first: bool = False


async def run(flow: Flow[T], context: Run) -> T:
    """The flow's result, every exchange durable.

    Phase "deliver" goes on where an earlier run stopped. Any other phase only reads: it starts
    anew each time, and its replies are journaled without their bodies.

    Raises ``Later`` when it has to be run again, ``DeliveryError`` when a person has to act.
    """
    rows = await context.journal.recorded(context.delivery_id, context.phase, context.round)
    recorded = {row.number: row for row in rows}

    async def answer(number: int, request: VendorRequest) -> VendorResponse:
        row = recorded.get(number)
        if row is None:
            return await _first(context, request, number)
        if not _replays(context):
            return await _exchange(context, request, number, attempt=row.attempt + 1)
        return await _resume(context, request, row, is_last=number == max(recorded))

    return await drive(flow, answer)


def _replays(context: Run) -> bool:
    return context.phase == "deliver"


async def _first(context: Run, request: VendorRequest, number: int) -> VendorResponse:
    is_create = request.repeat == "search" and isinstance(context.adapter, FindsExisting)
    if context.searches_first and is_create:
        reply = await _search(context, request)
        if reply is not None:
            row = _begun(context, request, number, attempt=1)
            await context.journal.begin(row)
            await context.journal.finish(finished(row, reply, at=context.now()))
            return reply
    return await _exchange(context, request, number, attempt=1)


async def _search(context: Run, request: VendorRequest) -> VendorResponse | None:
    adapter = cast("FindsExisting[Any]", context.adapter)
    await context.journal.secure()
    flow = adapter.find_existing(request, context.consignment, context.settings)
    reply = await ask(flow, send=context.send, adapter=context.adapter, now=context.now)
    return kept(reply) if reply is not None else None


async def _resume(
    context: Run, request: VendorRequest, row: ExchangeRow, *, is_last: bool
) -> VendorResponse:
    if row.fingerprint != fingerprint(request):
        raise FlowDiverged(
            step=request.step, why=f'exchange {row.number} was "{row.step}" with other contents'
        )
    decision = _decided_then(context, request, row)
    if isinstance(decision, Reply) and not (is_last and decision.response.status >= 400):
        return decision.response
    # A refusal at the journal's end is asked anew: the cause may have been cured since.
    return await _repeat(context, request, row, unknown=isinstance(decision, Unknown))


def _decided_then(context: Run, request: VendorRequest, row: ExchangeRow) -> Decision:
    return decide(
        request,
        recalled(row) or _lost(request, sent=row.status != NEVER_SENT),
        context.adapter,
        now=_moment(context),
    )


def _lost(request: VendorRequest, *, sent: bool) -> Unreachable:
    return Unreachable(step=request.step, why="its reply was lost", sent=sent)


async def _repeat(
    context: Run, request: VendorRequest, row: ExchangeRow, *, unknown: bool
) -> VendorResponse:
    # A second attempt means that the first one's outcome was open; it may show only now.
    if request.repeat == "search" and (unknown or row.attempt > 1):
        found = await _found(context, request, row, unknown=unknown)
        if found is not None:
            return found
    return await _exchange(context, request, row.number, attempt=row.attempt + 1)


async def _found(
    context: Run, request: VendorRequest, row: ExchangeRow, *, unknown: bool
) -> VendorResponse | None:
    """What an earlier attempt made, journaled as its reply."""
    if not isinstance(context.adapter, FindsExisting):
        if unknown:
            raise _cannot_know(request)
        return None
    reply = await _search(context, request) or await _settled(context, request, row)
    if reply is not None:
        await context.journal.finish(finished(row, reply, at=context.now()))
    return reply


async def _settled(context: Run, request: VendorRequest, row: ExchangeRow) -> VendorResponse | None:
    """What a search finds once the vendor has had its time.

    It may still be at work on the request, or list what it made only a moment later.
    """
    age = (_moment(context) - datetime.fromisoformat(row.started_at)).total_seconds()
    if abs(age) < context.settle:
        raise Later(context.settle - age, _lost(request, sent=True))
    if age >= 0:
        return None
    # The clock was set back since, so nobody knows how long ago it was.
    await context.sleep(context.settle)
    return await _search(context, request)


def _cannot_know(request: VendorRequest) -> OutcomeUnknown:
    return OutcomeUnknown(
        step=request.step, why="no reply came, and the adapter cannot search for what was made"
    )


async def _exchange(
    context: Run, request: VendorRequest, number: int, *, attempt: int
) -> VendorResponse:
    """Send until there is a decision that ends this run's part; short waits are slept here."""
    is_renewed, waits = False, 0
    while True:
        match await _once(context, request, number, attempt):
            case SignInAgain() if not is_renewed:
                context.renew()
                is_renewed = True
            case Retry(after=float(after)) if after <= SHORT_WAIT and waits < SHORT_WAITS:
                await context.sleep(after)
                waits += 1
            case Unknown() if not isinstance(context.adapter, FindsExisting):
                raise _cannot_know(request)
            case decision:
                return reply_or_raise(decision)
        attempt += 1


async def _once(context: Run, request: VendorRequest, number: int, attempt: int) -> Decision:
    """One request on the wire, noted durably before and after."""
    row = _begun(context, request, number, attempt)
    await context.journal.begin(row)
    outcome = await outcome_of(context.send, request)
    if isinstance(outcome, VendorResponse):
        outcome = kept(outcome)
        done = finished(row, outcome, at=context.now(), with_body=_replays(context))
        await context.journal.finish(done)
    elif _never_sent(outcome):
        unsent = msgspec.structs.replace(row, status=NEVER_SENT, finished_at=context.now())
        await context.journal.finish(unsent)
    return decide(request, outcome, context.adapter, now=_moment(context))


def _begun(context: Run, request: VendorRequest, number: int, attempt: int) -> ExchangeRow:
    return ExchangeRow(
        delivery_id=context.delivery_id,
        phase=context.phase,
        round=context.round,
        number=number,
        step=request.step,
        method=request.method,
        path=shown_path(request.path),
        fingerprint=fingerprint(request),
        started_at=context.now(),
        attempt=attempt,
    )


def _never_sent(error: DeliveryError) -> bool:
    if isinstance(error, Unreachable):
        return not error.sent
    return isinstance(error, Blocked | SignInFailed)


def _moment(context: Run) -> datetime:
    return datetime.fromisoformat(context.now())
