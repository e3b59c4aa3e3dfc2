"""Driving the adapter's flows by hand against the stand-in, without a transport."""

from __future__ import annotations

import base64
from collections.abc import Callable, Generator, Iterable
from typing import Any, TypeVar
from urllib.parse import unquote

from adapters.twilio_flex.settings import TwilioFlexSettings
from contract_tests.stand_ins.app import StandInApp
from contract_tests.stand_ins.twilio_flex import SETTINGS, create, stand_in
from contract_tests.stand_ins.wire import Request
from gateway.sdk import DeliveryError, VendorRequest, VendorResponse

T = TypeVar("T")
# More than any case has.
_MOST = 200
Exchange = tuple[VendorRequest, VendorResponse]

SETTINGS_OF_ACCOUNT = TwilioFlexSettings(**SETTINGS)
_SHOWN = stand_in.credentials[0]
_BASIC = base64.b64encode(f"{_SHOWN.members['username']}:{_SHOWN.secret}".encode()).decode()


class Line:
    """A Twilio account in this process, and what was exchanged with it."""

    def __init__(self, *behaviours: str, app: StandInApp[Any] | None = None) -> None:
        self.app = app or create(behave=behaviours)
        self.exchanges: list[Exchange] = []

    @property
    def account(self) -> Any:
        """What the account holds."""
        return self.app.account

    @property
    def asked(self) -> list[str]:
        """The steps, in their order."""
        return [request.step for request, _ in self.exchanges]

    def __call__(self, request: VendorRequest) -> VendorResponse:
        reply = self.app.reply_to(
            Request(
                method=request.method,
                path=unquote(f"/{request.service}{request.path}"),
                query=request.query,
                headers=(*request.headers, ("authorization", f"Basic {_BASIC}")),
                body=request.body,
            )
        )
        assert len(self.exchanges) < _MOST, "it does not end"
        response = VendorResponse(status=reply.status, headers=reply.headers, body=reply.body)
        self.exchanges.append((request, response))
        return response

    def run(self, flow: Generator[VendorRequest, VendorResponse, T]) -> T:
        """The flow's result; raises its error."""
        return run(flow, self)


def run(
    flow: Generator[VendorRequest, VendorResponse, T],
    answer: Callable[[VendorRequest], VendorResponse],
) -> T:
    """Run a flow to its end by hand."""
    try:
        request = next(flow)
        while True:
            request = flow.send(answer(request))
    except StopIteration as stop:
        return stop.value


def scripted(*replies: VendorResponse) -> Callable[[VendorRequest], VendorResponse]:
    """Answers from a list, one after the other."""
    left: Iterable[VendorResponse] = iter(replies)
    return lambda _: next(left)


def error_of(flow: Generator[VendorRequest, VendorResponse, Any], answer: Any) -> DeliveryError:
    """The error that a flow ends in."""
    try:
        run(flow, answer)
    except DeliveryError as error:
        return error
    raise AssertionError("the flow ended without an error")
