"""Plays cases and searches: all that is asked and found, as plain JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec
from msgspec.structs import replace

from gateway.sdk import Consignment, DeliveryError, VendorResponse
from tests.adapters.twilio_flex.changes import Case, of_conversation, settings
from tests.adapters.twilio_flex.consignments import ADDRESSES, consignment, without
from tests.adapters.twilio_flex.driving import Line


def play(adapter: Any, case: Case) -> dict[str, Any]:
    """One delivery and its reading back: what was asked, and what came of it, as plain JSON."""
    line = Line(*case.behaviours)
    case.before(line)
    given = settings(case.settings)
    found: dict[str, Any] = {}
    try:
        delivered = line.run(adapter.deliver(case.consignment, given))
        found["delivered"] = delivered
        found["asked"] = len(line.exchanges)
        case.between(line)
        found["stored"] = line.run(adapter.read_back(delivered, case.consignment, given))
    except DeliveryError as error:
        found["error"] = f"{type(error).__name__}: {error}"
    found["exchanges"] = [_request(request) for request, _ in line.exchanges]
    plain = msgspec.to_builtins(found, builtin_types=(bytes,))
    for places in ("pending", "unprovable"):
        if "stored" in plain:
            plain["stored"][places] = sorted(plain["stored"][places])
    return json.loads(json.dumps(plain, default=bytes.decode, sort_keys=True))


def _request(request: Any) -> dict[str, Any]:
    return {
        "step": request.step,
        "ask": f"{request.method} {request.service} {request.path}",
        "query": [list(one) for one in request.query],
        "headers": [list(one) for one in request.headers],
        "form": request.body.decode(),
        "repeat": request.repeat,
    }


def searches(adapter: Any) -> list[Any]:
    """What the searches for lost replies find, with and without what they look for."""
    return [found for search in SEARCHES for found in search(adapter)]


def _searches(behaviours: tuple[str, ...], adapter: Any) -> list[Any]:
    line = Line(*behaviours)
    line.run(adapter.deliver(consignment(), settings({})))
    asked = [request for request, _ in line.exchanges if request.method == "POST"]
    _talk(line)
    flows = (
        (request.step, adapter.find_existing(request, consignment(), settings({})))
        for request in (*asked[:3], *asked[-4:])
    )
    return [[step, _body(line.run(flow))] for step, flow in flows]


def _talk(line: Line) -> None:
    """Much was said after our messages, so that they are not on the first page."""
    (sid, one), *_ = line.account.conversations.items()
    later = replace(one.messages[0], attributes="{}")
    others = tuple(replace(later, sid=f"IM{n}", index=n) for n in range(50, 151))
    line.account.conversations[sid] = replace(one, messages=(*one.messages, *others))


def _body(response: VendorResponse | None) -> Any:
    return None if response is None else [response.status, response.body.decode()]


def _searches_by_telephone(adapter: Any) -> list[Any]:
    fields = without("participant.identity", **ADDRESSES)
    line = Line()
    line.run(adapter.deliver(consignment(fields), settings({})))
    add = next(request for request, _ in line.exchanges if request.step == "add customer")
    found = [_body(line.run(adapter.find_existing(add, consignment(), settings({}))))]
    of_conversation(participants=())(line)
    line.run(adapter.deliver(consignment(), settings({})))
    found.append(_body(line.run(adapter.find_existing(add, consignment(), settings({})))))
    return found


def _searches_among_tasks(younger: int, adapter: Any) -> list[Any]:
    """Tasks of others: one is older, and so many are younger."""
    line = Line()
    line.run(adapter.deliver(_other("before"), settings({})))
    line.run(adapter.deliver(consignment(), settings({})))
    create = next(r for r, _ in line.exchanges[::-1] if r.step == "create interaction")
    *_, ours = line.account.tasks.values()
    for number in range(younger):
        other = replace(ours, sid=f"WT{number:032}", attributes="{}")
        line.account.tasks[other.sid] = other
    line.exchanges.clear()
    try:
        flow = adapter.find_existing(create, consignment(), settings({}))
        found: Any = _body(line.run(flow))
    except DeliveryError as error:
        found = f"{type(error).__name__}: {error}"
    asked = [_request(request) for request, _ in line.exchanges]
    return [found, asked[:5] + asked[-2:]]


def _other(key: str) -> Consignment:
    return consignment({}, note=None, copy=None, key=key)


SEARCHES: tuple[Callable[[Any], list[Any]], ...] = (
    partial(_searches, ()),
    partial(_searches, ("drop_message_attributes",)),
    partial(_searches, ("drop_attribute=readback_delivery",)),
    _searches_by_telephone,
    # A few, as many as fill the pages, and more.
    *(partial(_searches_among_tasks, younger) for younger in (2, 99, 100)),
)
