"""Plays deliveries against a fresh org; everything that is asked and told is kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any

import msgspec
from msgspec import Struct

from gateway.sdk import Consignment, DeliveryError, Flow, VendorRequest, VendorResponse
from tests.adapters.salesforce.org import Org

Change = Callable[[Org], object]
Spoil = Callable[[VendorRequest, VendorResponse], VendorResponse]
Told = list[Any]
# More than any case has.
_MOST = 200


def _nothing(_: Org) -> None:
    """The org stays as it is."""


def _as_it_is(_: VendorRequest, response: VendorResponse) -> VendorResponse:
    return response


class Case(Struct, frozen=True, kw_only=True):
    """One delivery. ``before`` changes the org before it, ``between`` before it is read back.

    ``lost`` changes it before what was written is searched for.

    ``spoil`` changes replies to the delivery, ``reading`` those to the reading. ``in_json``
    replaces how large a capsule may be.
    """

    consignment: Consignment
    settings: dict[str, Any] = {}
    behave: tuple[str, ...] = ()
    before: Change = _nothing
    lost: Change = _nothing
    between: Change = _nothing
    spoil: Spoil = _as_it_is
    reading: Spoil = _as_it_is
    in_json: int = 37_500_000


class Played:
    """What was asked and told, in order."""

    def __init__(self, org: Org, spoil: Spoil = _as_it_is) -> None:
        self.told: Told = []
        self.requests: list[VendorRequest] = []
        self._org = org
        self._spoil = spoil

    def run(self, flow: Flow[Any]) -> Any:
        """Drive a flow; its result is told too, or its error."""
        try:
            request = next(flow)
            while True:
                self.requests.append(request)
                assert len(self.requests) < _MOST, "it does not end"
                self.told.append(msgspec.to_builtins(request))
                request = flow.send(self._spoil(request, self._org(request)))
        except StopIteration as stop:
            self.told.append(json.loads(msgspec.json.encode(stop.value)))
            return stop.value
        except DeliveryError as error:
            self.told.append(f"{type(error).__name__}: {error}")
            return None


#: So small that a short note fills several comments, and these several requests.
SIZES = {"NOTE": 400, "CASE_COMMENT": 200}
SUBREQUESTS = 5


def play(module: Any, case: Case) -> Told:
    """Deliver, search for each write, read back."""
    translate = sys.modules["adapters.salesforce.translate"]
    batches = sys.modules["adapters.salesforce.batches"]
    with ExitStack() as stack:
        for name, size in SIZES.items():
            stack.enter_context(_set(translate, name, _sized(translate, name, size)))
        limit = _sized(batches, "CAPSULE_IN_JSON", case.in_json)
        stack.enter_context(_set(batches, "CAPSULE_IN_JSON", limit))
        stack.enter_context(_set(batches, "SUBREQUESTS", SUBREQUESTS))
        settings = sys.modules["adapters.salesforce.settings"].SalesforceSettings
        return _played(module.adapter, msgspec.convert(case.settings, settings), case)


def _sized(module: ModuleType, name: str, size: int) -> Any:
    return msgspec.structs.replace(getattr(module, name), size=size)


@contextmanager
def _set(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


def _played(adapter: Any, settings: Any, case: Case) -> Told:
    org = Org(*case.behave)
    case.before(org)
    writing = Played(org, case.spoil)
    delivered = writing.run(adapter.deliver(case.consignment, settings))
    case.lost(org)
    searching = Played(org)
    for request in writing.requests:
        searching.run(adapter.find_existing(request, case.consignment, settings))
    if delivered is None:
        return [writing.told, searching.told, len(org.records("Case"))]
    case.between(org)
    reading = Played(org, case.reading)
    reading.run(adapter.read_back(delivered, case.consignment, settings))
    return [writing.told, searching.told, reading.told]
