"""What goes wrong between the account and its caller, when it is told to go wrong."""

from __future__ import annotations

from typing import Any, cast

import msgspec
from msgspec.structs import replace

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, html_reply, json_reply, text_reply
from contract_tests.stand_ins.zendesk.call import is_list
from contract_tests.stand_ins.zendesk.replies import (
    error_list,
    invalid_attribute,
    not_authenticated,
    problem,
    record_invalid,
    record_not_found,
    too_many_requests,
    too_many_values,
)

_ERROR_PAGE = (
    "<!DOCTYPE html><html><head><title>Something went wrong (500)</title></head>"
    "<body><h1>We're sorry, but something went wrong.</h1></body></html>"
)
#: The error envelopes that ``refuse`` can be told to answer.
REFUSALS = {
    "not_found": record_not_found(),
    "too_many_values": too_many_values("", 100),
    "record_invalid": record_invalid({"base": problem("Something: is invalid")}),
    "invalid_attribute": invalid_attribute("You passed an invalid value for the id attribute."),
    "error_list": error_list("InvalidPaginationDepth", "The page is too deep"),
    "unauthenticated": not_authenticated(),
}


def fault_before(switches: Switches, request: Request) -> Reply | None:
    """An answer instead of the work; None lets the request through."""
    is_api = request.path.startswith("/api/")
    if switches.spend("rate_limit", request, untargeted=is_api):
        return too_many_requests("Number of allowed API requests per minute exceeded", 1)
    if switches.spend("server_error", request, untargeted=is_api):
        return text_reply("Service Unavailable", 503)
    if switches.spend("html_error_page", request, untargeted=is_api):
        return html_reply(_ERROR_PAGE, 500)
    if switches.applies("refuse", request, untargeted=is_api):
        return REFUSALS[switches.value("refuse") or ""]
    return None


def fault_after(switches: Switches, request: Request, reply: Reply) -> Reply:
    """The answer to work that was done, spoilt."""
    is_api = request.path.startswith("/api/")
    is_write = is_api and request.method in ("POST", "PUT")
    if switches.spend("lose_reply_once", request, untargeted=is_write):
        return replace(reply, lost=True)
    if switches.spend("empty_reply", request, untargeted=is_api):
        return replace(reply, body=b"")
    if switches.spend("wrong_type", request, untargeted=is_api):
        return _with_wrong_types(reply)
    return reply


def _with_wrong_types(reply: Reply) -> Reply:
    try:
        document: Any = msgspec.json.decode(reply.body)
    except msgspec.DecodeError:
        return reply
    return json_reply(_retyped(document), reply.status)


def _retyped(value: Any) -> Any:
    """Ids and tokens as one-element lists, on every level."""
    if is_list(value):
        return [_retyped(item) for item in value]
    if not isinstance(value, dict):
        return value
    members = cast("dict[str, Any]", value)
    return {
        name: [member] if name in ("id", "token") else _retyped(member)
        for name, member in members.items()
    }
