"""Deliveries of all kinds, and what happens to the account before and after them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from adapters.twilio_flex.settings import TwilioFlexSettings
from contract_tests.stand_ins.twilio_flex import SETTINGS
from contract_tests.stand_ins.twilio_flex.account import QUEUE_SID
from gateway.sdk import Consignment, DeliveryError, VendorResponse
from tests.adapters.twilio_flex.consignments import (
    ADDRESSES,
    capsule,
    consignment,
    without,
)
from tests.adapters.twilio_flex.driving import Line

Change = Callable[[Line], object]


def _adapter() -> Any:
    """As it is imported now: a test of mutants imports it anew."""
    return sys.modules["adapters.twilio_flex.adapter"].adapter


def _nothing(_: Line) -> None:
    """The account stays as it is."""


class Case(Struct, frozen=True, kw_only=True):
    """One delivery. ``before`` changes the account before it, ``between`` before it is read back.

    ``settings`` are beside the account's own; None takes one of those away.
    """

    consignment: Consignment
    settings: dict[str, Any] = {}
    behaviours: tuple[str, ...] = ()
    before: Change = _nothing
    between: Change = _nothing


def _of_conversation(**changes: Any) -> Change:
    def change(line: Line) -> None:
        conversations = line.account.conversations
        for sid, one in list(conversations.items()):
            conversations[sid] = replace(one, **changes)

    return change


def _of_document(number: int, data: Any) -> Change:
    def change(line: Line) -> None:
        documents = line.account.documents
        sid = list(documents)[number]
        documents[sid] = replace(documents[sid], data=data)

    return change


def _of_task(**changes: Any) -> Change:
    def change(line: Line) -> None:
        tasks = line.account.tasks
        for sid, one in list(tasks.items()):
            tasks[sid] = replace(one, **changes)

    return change


def _deliver_once(line: Line) -> None:
    """An attempt of which only the conversation and half of the messages are left."""
    line.run(_adapter().deliver(consignment(), _settings({})))
    (sid, one), *_ = line.account.conversations.items()
    line.account.conversations[sid] = replace(one, messages=one.messages[:2], participants=())
    line.account.tasks.clear()
    line.exchanges.clear()


def _switch(*behaviours: str) -> Change:
    def change(line: Line) -> None:
        for behaviour in behaviours:
            line.app.switches.turn_on(behaviour)

    return change


def _talk_of_others(line: Line) -> None:
    """The conversation is there, and much was said in it by others."""
    line.run(_adapter().deliver(consignment(), _settings({})))
    (sid, one), *_ = line.account.conversations.items()
    strange = replace(one.messages[0], attributes='{"readback": {"mark": 7}}')
    messages = tuple(replace(strange, sid=f"IM{n}", index=n) for n in range(101))
    line.account.conversations[sid] = replace(one, messages=messages)
    line.account.tasks.clear()
    line.exchanges.clear()


CASES = {
    "everything mapped": Case(consignment=consignment()),
    "nothing mapped": Case(consignment=consignment({}, note=None)),
    "nothing at all": Case(
        consignment=consignment({}, note=None, copy=None),
        settings={"conversation_service_sid": None},
    ),
    "by telephone": Case(
        consignment=consignment(without("participant.identity", **ADDRESSES)),
        settings={"channel_type": "sms", "queue_sid": QUEUE_SID, "transcript": False},
    ),
    "settings of the destination": Case(
        consignment=consignment({"attributes.a.b": 1, "attributes.a": {"c": 2}}),
        settings={"task_channel_unique_name": "handoffs", "flex_url": "https://flex.test"},
    ),
    "a link for a capsule": Case(consignment=consignment(copy=capsule(kind="link"))),
    "a long capsule": Case(consignment=consignment(copy=capsule(padding=16_000))),
    "participants withheld": Case(consignment=consignment(copy=capsule(participants="[withheld]"))),
    "a name to be quoted": Case(
        consignment=consignment({"conversation.unique_name": "Käse/1"}), behaviours=("taken_name",)
    ),
    "half delivered before": Case(consignment=consignment(), before=_deliver_once),
    "documents of another kind are there": Case(
        consignment=consignment(), behaviours=("taken_documents",)
    ),
    "Flex overwrites": Case(consignment=consignment(), behaviours=("flex_overwrites",)),
    "somebody is faster": Case(consignment=consignment(), behaviours=("task_race",)),
    "attributes that stay away": Case(
        consignment=consignment(), behaviours=("drop_attribute=skills",)
    ),
    "no attributes at a customer's creation": Case(
        consignment=consignment(), behaviours=("ignore_participant_attributes",)
    ),
    **{
        f"damaged: {path}": Case(consignment=consignment(), behaviours=(f"{how}=1@POST {path}",))
        for path, how in (
            ("/flex-api", "empty_reply"),
            ("/conversations/v1/Services", "wrong_type"),
            ("/sync", "empty_reply"),
        )
    },
    "refused": Case(consignment=consignment(), behaviours=("refuse=legacy@POST /flex-api",)),
    "refused as a problem": Case(
        consignment=consignment(), behaviours=("refuse=problem@POST /sync",)
    ),
    "forbidden": Case(consignment=consignment(), behaviours=("refuse=forbidden",)),
    "unavailable": Case(consignment=consignment(), behaviours=("server_error=1@POST /flex-api",)),
    "too large for a task": Case(consignment=consignment({"attributes.all": "x" * 3_500})),
    "too large for a conversation": Case(
        consignment=consignment({"conversation.attributes.all": "x" * 16_400})
    ),
    "too large for a customer": Case(
        consignment=consignment({"participant.attributes.all": "x" * 4_100})
    ),
    "an address alone": Case(consignment=consignment({"participant.address": "+4930123"})),
    "channel slow": Case(consignment=consignment(), between=_switch("slow_channel=2")),
    "channel stuck": Case(consignment=consignment(), between=_switch("stuck_channel")),
    "channel stuck, no task yet": Case(
        consignment=consignment(),
        between=lambda line: (_switch("stuck_channel")(line), line.account.tasks.clear()),
    ),
    "channel failed": Case(consignment=consignment(), between=_switch("channel_fails")),
    "task ended": Case(consignment=consignment(), between=_switch("task_ended")),
    "task ended, nothing mapped": Case(
        consignment=consignment({}, note=None), between=_switch("task_ended")
    ),
    "task gone": Case(consignment=consignment(), between=lambda line: line.account.tasks.clear()),
    "interaction gone": Case(
        consignment=consignment(), between=lambda line: line.account.interactions.clear()
    ),
    "conversation gone": Case(
        consignment=consignment(), between=lambda line: line.account.conversations.clear()
    ),
    "customer gone": Case(consignment=consignment(), between=_of_conversation(participants=())),
    "messages gone": Case(consignment=consignment(), between=_of_conversation(messages=())),
    "attributes damaged": Case(
        consignment=consignment(),
        between=lambda line: (
            _of_conversation(attributes="[]")(line),
            _of_task(attributes="not JSON", workflow_sid="WW1")(line),
        ),
    ),
    "note no text": Case(
        consignment=consignment(), between=_of_task(attributes='{"note": 7, "skills": null}')
    ),
    "a part gone": Case(
        consignment=consignment(copy=capsule(padding=16_000)),
        between=lambda line: line.account.documents.pop(list(line.account.documents)[1]),
    ),
    "a part of another kind": Case(consignment=consignment(), between=_of_document(0, {"part": 1})),
    "the manifest gone": Case(
        consignment=consignment(), between=lambda line: line.account.documents.popitem()
    ),
    "several pages of messages": Case(
        consignment=consignment(), before=_talk_of_others, between=_switch("hide_message=103")
    ),
}


def _settings(changes: dict[str, Any]) -> TwilioFlexSettings:
    return TwilioFlexSettings(**{**SETTINGS, **changes})


def play(adapter: Any, case: Case) -> dict[str, Any]:
    """One delivery and its reading back: what was asked, and what came of it, as plain JSON."""
    line = Line(*case.behaviours)
    case.before(line)
    settings = _settings(case.settings)
    found: dict[str, Any] = {}
    try:
        delivered = line.run(adapter.deliver(case.consignment, settings))
        found["delivered"] = delivered
        found["asked"] = len(line.exchanges)
        case.between(line)
        found["stored"] = line.run(adapter.read_back(delivered, case.consignment, settings))
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
    found: list[Any] = []
    for behaviours in ((), ("drop_message_attributes",), ("drop_attribute=readback_delivery",)):
        line = Line(*behaviours)
        line.run(adapter.deliver(consignment(), _settings({})))
        asked = [request for request, _ in line.exchanges if request.method == "POST"]
        _talk(line)
        for request in (*asked[:3], *asked[-4:]):
            flow = adapter.find_existing(request, consignment(), _settings({}))
            found.append([request.step, _body(line.run(flow))])
    return [*found, *_searches_by_telephone(adapter), *_searches_among_tasks(adapter)]


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
    line.run(adapter.deliver(consignment(fields), _settings({})))
    add = next(request for request, _ in line.exchanges if request.step == "add customer")
    found = [_body(line.run(adapter.find_existing(add, consignment(), _settings({}))))]
    _of_conversation(participants=())(line)
    line.run(adapter.deliver(consignment(), _settings({})))
    found.append(_body(line.run(adapter.find_existing(add, consignment(), _settings({})))))
    return found


def _searches_among_tasks(adapter: Any) -> list[Any]:
    """Tasks of others: older ones, a few younger ones, as many as fill the pages, and more."""
    found: list[Any] = []
    for younger in (2, 99, 100):
        line = Line()
        line.run(adapter.deliver(_other("before"), _settings({})))
        line.run(adapter.deliver(consignment(), _settings({})))
        create = next(r for r, _ in line.exchanges[::-1] if r.step == "create interaction")
        *_, ours = line.account.tasks.values()
        for number in range(younger):
            other = replace(ours, sid=f"WT{number:032}", attributes="{}")
            line.account.tasks[other.sid] = other
        line.exchanges.clear()
        try:
            flow = adapter.find_existing(create, consignment(), _settings({}))
            found.append(_body(line.run(flow)))
        except DeliveryError as error:
            found.append(f"{type(error).__name__}: {error}")
        asked = [_request(request) for request, _ in line.exchanges]
        found.append(asked[:5] + asked[-2:])
    return found


def _other(key: str) -> Consignment:
    return consignment({}, note=None, copy=None, key=key)
