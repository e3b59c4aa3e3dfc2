"""A fresh stand-in org in this process, signed in to, and how to drive a flow with it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from adapters.salesforce import adapter
from adapters.salesforce.settings import SalesforceSettings
from contract_tests.stand_ins.salesforce import create
from contract_tests.stand_ins.wire import Reply, Request
from gateway.sdk import (
    Consignment,
    Delivered,
    DeliveryError,
    Stored,
    VendorRequest,
    VendorResponse,
)

T = TypeVar("T")
TOKEN = "00D!test"
Exchange = tuple[VendorRequest, VendorResponse]
Answer = Callable[[VendorRequest], VendorResponse]


class Org:
    """The stand-in with a token that never runs out, and every exchange with it."""

    def __init__(self, *behave: str) -> None:
        self.app = create(behave=behave)
        self.account = self.app.account
        self.account.tokens[TOKEN] = 0
        self.exchanges: list[Exchange] = []

    def __call__(self, request: VendorRequest) -> VendorResponse:
        headers = tuple((name.lower(), value) for name, value in request.headers)
        asked = Request(
            method=request.method,
            path=unquote(urlsplit(request.path).path),
            query=request.query,
            headers=(*headers, ("authorization", f"Bearer {TOKEN}")),
            body=request.body,
        )
        response = answered(self.app.reply_to(asked))
        self.exchanges.append((request, response))
        return response

    def records(self, object_: str) -> list[dict[str, Any]]:
        return list(self.account.records[object_].values())

    @property
    def case(self) -> dict[str, Any]:
        (case,) = self.records("Case")
        return case

    def change(self, object_: str, **fields: Any) -> None:
        """Somebody changes every record of an object."""
        for record in self.account.records[object_].values():
            record.update(fields)


def answered(reply: Reply) -> VendorResponse:
    headers = tuple((name.lower(), value) for name, value in reply.headers)
    return VendorResponse(status=reply.status, headers=headers, body=reply.body)


def drive(flow: Generator[VendorRequest, VendorResponse, T], answer: Answer) -> T:
    """Run a flow to its end by hand."""
    try:
        request = next(flow)
        while True:
            request = flow.send(answer(request))
    except StopIteration as stop:
        return stop.value


def failure(flow: Generator[VendorRequest, VendorResponse, Any], answer: Answer) -> DeliveryError:
    """The error in which a flow ends."""
    try:
        result = drive(flow, answer)
    except DeliveryError as error:
        return error
    raise AssertionError(f"it did not fail: {result}")


class Delivery:
    """One delivery to a fresh org; tests tamper with the org and then read."""

    def __init__(
        self, sent: Consignment, settings: SalesforceSettings | None = None, org: Org | None = None
    ) -> None:
        self.sent = sent
        self.settings = settings or SalesforceSettings()
        self.org = org or Org()
        self.delivered: Delivered = drive(adapter.deliver(sent, self.settings), self.org)
        self.writes = list(self.org.exchanges)
        self.org.exchanges.clear()

    def read(self) -> Stored:
        return drive(adapter.read_back(self.delivered, self.sent, self.settings), self.org)

    def fields(self) -> dict[str, Any]:
        return {field.name: field.value for field in self.read().fields}

    def own(self) -> dict[str, tuple[Any, Any]]:
        return {value.name: (value.sent, value.stored) for value in self.read().own}
