"""Moves a flow from request to request; whoever drives it decides how a request is answered."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from msgspec import Struct

from gateway.delivery.decision import Decision, Fail, Reply, Retry, SignInAgain, Unknown, decide
from gateway.sdk.errors import DeliveryError, UnexpectedReply
from gateway.sdk.exchange import Flow, VendorRequest, VendorResponse

T = TypeVar("T")

Send: TypeAlias = Callable[[VendorRequest], Awaitable[VendorResponse]]
"""Raises ``DeliveryError`` when there is no reply; see ``Transport.send``."""

MAX_EXCHANGES = 1000
"""A flow that asks more often than this is turning in a circle (a page that names itself)."""


BROKE = "the adapter broke"
"""How the error begins that stands for an exception nobody meant to raise: a bug in the adapter."""


class Later(Exception):
    """Not now: in ``after`` seconds at the earliest, or by the schedule; ``error`` says why.

    Nothing that was done is lost or repeated when the run is made again.
    """

    def __init__(self, after: float | None, error: DeliveryError) -> None:
        self.after = after
        self.error = error
        super().__init__(str(error))


class _Done(Struct, Generic[T], frozen=True):
    value: T


async def drive(
    flow: Flow[T], answer: Callable[[int, VendorRequest], Awaitable[VendorResponse]]
) -> T:
    """The flow's result; ``answer`` gets each request with its number, from 0.

    ``DeliveryError`` from the flow passes; any other exception in it becomes ``UnexpectedReply``
    with the type's name only, because its text may quote the vendor. The flow is always closed.
    """
    request: VendorRequest | None = None
    reply: VendorResponse | None = None
    try:
        for number in range(MAX_EXCHANGES + 1):
            following = _advance(flow, request, reply)
            if isinstance(following, _Done):
                return following.value
            request = following
            if number < MAX_EXCHANGES:
                reply = await answer(number, request)
    finally:
        # A flow that misbehaves when it is closed must not hide why it was closed.
        with contextlib.suppress(Exception):
            flow.close()
    step = request.step if request is not None else ""
    raise UnexpectedReply(step=step, why=f"the flow did not end after {MAX_EXCHANGES} exchanges")


def _advance(
    flow: Flow[T], request: VendorRequest | None, reply: VendorResponse | None
) -> VendorRequest | _Done[T]:
    try:
        return next(flow) if reply is None else flow.send(reply)
    except StopIteration as stop:
        return _Done(stop.value)
    except DeliveryError:
        raise
    except Exception as error:  # noqa: BLE001 - an adapter may break in any way
        step = request.step if request is not None else "plan"
        why = f"{BROKE} ({type(error).__name__})"
        raise UnexpectedReply(step=step, why=why) from None


async def ask(flow: Flow[T], *, send: Send, adapter: object, now: Callable[[], str]) -> T:
    """Drive a flow of reads without a journal: a search, a probe.

    Raises ``Later`` where a vendor cannot answer now, ``DeliveryError`` where it will not.
    """

    async def answer(_: int, request: VendorRequest) -> VendorResponse:
        outcome = await outcome_of(send, request)
        return reply_or_raise(decide(request, outcome, adapter, now=datetime.fromisoformat(now())))

    return await drive(flow, answer)


async def outcome_of(send: Send, request: VendorRequest) -> VendorResponse | DeliveryError:
    """The reply, or the error that came instead, as a value."""
    try:
        return await send(request)
    except DeliveryError as error:
        return error


def reply_or_raise(decision: Decision) -> VendorResponse:
    """The reply for the flow. Raises ``Later`` or the decision's ``DeliveryError``."""
    match decision:
        case Reply(response=response):
            return response
        case Retry(after=after, error=error) | Unknown(after=after, error=error):
            raise Later(after, error)
        case SignInAgain(error=error) | Fail(error=error):
            raise error
