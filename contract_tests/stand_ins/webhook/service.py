"""The receiver's front door: faults, signatures, repeats, storing, and showing what was stored."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import msgspec

from contract_tests.stand_ins.faults import Faulty, fault_after, fault_before
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.webhook.echo import STORED, readback
from contract_tests.stand_ins.webhook.inbox import Inbox, Item
from contract_tests.stand_ins.webhook.signatures import refusal
from contract_tests.stand_ins.webhook.storing import kept
from contract_tests.stand_ins.wire import Reply, Request, json_reply, text_reply

WRITES = frozenset({"POST", "PUT", "PATCH"})


def answer(inbox: Inbox, switches: Switches, request: Request) -> Reply:
    """One request from the first fault to the last."""
    if request.method == "OPTIONS":
        return Reply(status=204, headers=(("allow", "OPTIONS, GET, POST, PUT, PATCH"),))
    faulty = _faulty(inbox)
    early = fault_before(switches, request, faulty) or _early(inbox, switches, request)
    if early is not None:
        return early
    why = refusal(request, inbox.keys, inbox.clock())
    if why:
        return json_reply({"error": why}, 401)
    return fault_after(switches, request, _worked(inbox, switches, request), faulty)


def _faulty(inbox: Inbox) -> Faulty:
    return Faulty(
        too_many=_too_many(str(inbox.retry_after)),
        ids=frozenset({"digests", "url"}),
    )


def _early(inbox: Inbox, switches: Switches, request: Request) -> Reply | None:
    """The answers of a receiver that does not even look at the body."""
    if switches.spend("rate_limit_date", request):
        moment = inbox.clock() + timedelta(seconds=inbox.retry_after)
        return _too_many(format_datetime(moment.replace(microsecond=0), usegmt=True))
    for name, reply in _REFUSALS.items():
        if switches.applies(name, request):
            return reply
    return None


def _too_many(retry_after: str) -> Reply:
    return text_reply("Too Many Requests", 429, (("retry-after", retry_after),))


_REFUSALS = {
    "gone": text_reply("Gone", 410),
    "redirect": Reply(status=302, headers=(("location", "https://elsewhere.example/hook"),)),
    "reject_signature": json_reply({"error": "unknown signature"}, 401),
    "forbid": json_reply({"error": "forbidden"}, 403),
    "refuse": json_reply({"error": "unprocessable"}, 422),
}


def _worked(inbox: Inbox, switches: Switches, request: Request) -> Reply:
    if request.method in WRITES:
        return _take(inbox, switches, request)
    if request.method == "GET":
        return _show(inbox, request)
    return text_reply("Method Not Allowed", 405)


def _take(inbox: Inbox, switches: Switches, request: Request) -> Reply:
    try:
        document: Any = msgspec.json.decode(request.body)
    except msgspec.DecodeError:
        return json_reply({"error": "the body is not JSON"}, 400)
    item = inbox.keep(
        Item(
            id=request.header("webhook-id") or "",
            method=request.method,
            path=request.path,
            content_type=request.header("content-type") or "",
            body=request.body,
            stored=kept(document, switches),
        )
    )
    if switches.value("no_echo") is not None:
        return json_reply({"ok": True}, 202)
    return json_reply({"id": item.id, "readback": readback(item, switches, request.origin)}, 201)


def _show(inbox: Inbox, request: Request) -> Reply:
    known = inbox.items.get(request.path.removeprefix(STORED)) or inbox.at(request.path)
    if known is None or known.stored is None:
        return json_reply({"error": "nothing is here"}, 404)
    return json_reply(known.stored)
