"""``POST /composite``: several requests in one, each of which may refer to those before it.

The answer is 200 whatever becomes of them; with ``allOrNone`` one that fails takes all back.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
from msgspec.structs import replace

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call, is_list, is_object, sent_object
from contract_tests.stand_ins.salesforce.replies import (
    Refused,
    error,
    refused,
    session_invalid,
)
from contract_tests.stand_ins.wire import Reply, Request, json_reply

Answer: TypeAlias = Callable[[Call, Request], Reply]

_MOST = 25
_REFERENCE = re.compile(r"@\{([^}]*)\}")
_REFERENCE_ID = re.compile(r"[A-Za-z0-9_]+")


def composite(call: Call, answer: Answer) -> Reply:
    """Carry the parts out in order; ``answer`` handles one of them."""
    document = sent_object(call)
    parts = document.get("compositeRequest")
    if not is_list(parts) or len(parts) > _MOST:
        raise refused("INVALID_INPUT", f"A composite request has at most {_MOST} subrequests.")
    is_whole = document.get("allOrNone") is True
    kept = call.account.kept()
    replies: dict[str, Reply] = {}
    for part in parts:
        replies[part["referenceId"]] = _carried_out(call, part, replies, answer)
        if is_whole and replies[part["referenceId"]].status >= 300:
            call.account.records = kept
            replies = _taken_back(parts, part["referenceId"], replies)
            break
    return json_reply({"compositeResponse": [_shown(name, replies[name]) for name in replies]})


def _carried_out(call: Call, part: Record, replies: dict[str, Reply], answer: Answer) -> Reply:
    if not _REFERENCE_ID.fullmatch(part["referenceId"]):
        return error("INVALID_INPUT", "A reference id has letters, digits and underscores.")
    if call.switches.spend("session_ends_inside", call.request):
        return session_invalid()
    try:
        url = urlsplit(str(_resolved(part["url"], replies)))
        body = _resolved(part.get("body"), replies)
        own = tuple((name.lower(), text) for name, text in part.get("httpHeaders", {}).items())
        request = replace(
            call.request,
            method=part["method"],
            path=unquote(url.path),
            query=tuple(parse_qsl(url.query)),
            headers=(*own, ("content-type", "application/json"), *call.request.headers),
            body=b"" if body is None else msgspec.json.encode(body),
        )
        return answer(call, request)
    except Refused as refusal:
        return refusal.reply


def _resolved(value: Any, replies: dict[str, Reply]) -> Any:
    """Every text with its references filled in, whoever wrote the text."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: _referred(match.group(1), replies), value)
    if is_list(value):
        return [_resolved(item, replies) for item in value]
    if is_object(value):
        return {name: _resolved(member, replies) for name, member in value.items()}
    return value


def _referred(reference: str, replies: dict[str, Reply]) -> str:
    name, _, member = reference.partition(".")
    reply = replies.get(name)
    body: Any = msgspec.json.decode(reply.body) if reply and reply.body else None
    if not is_object(body) or member not in body:
        message = f"Invalid reference specified. No value for {reference} found in {name}."
        raise refused("PROCESSING_HALTED", message)
    return str(body[member])


def _taken_back(parts: list[Record], failed: str, replies: dict[str, Reply]) -> dict[str, Reply]:
    message = (
        "The transaction was rolled back since another operation in the same transaction failed."
    )
    rolled_back = error("PROCESSING_HALTED", message)
    names = (part["referenceId"] for part in parts)
    return {name: replies[name] if name == failed else rolled_back for name in names}


def _shown(name: str, reply: Reply) -> Record:
    body: Any = msgspec.json.decode(reply.body) if reply.body else None
    return {"body": body, "httpHeaders": {}, "httpStatusCode": reply.status, "referenceId": name}
