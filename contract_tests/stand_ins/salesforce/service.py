"""The org's front door: faults, signing in, routes, and the header that counts calls."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from contract_tests.stand_ins import faults
from contract_tests.stand_ins.faults import Faulty
from contract_tests.stand_ins.salesforce import agent_page, queries, sobjects
from contract_tests.stand_ins.salesforce.account import DAILY_LIMIT, Account
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.composite import composite
from contract_tests.stand_ins.salesforce.replies import (
    Refused,
    limit_exceeded,
    not_found,
    unavailable,
)
from contract_tests.stand_ins.salesforce.sign_in import (
    TOKEN_PATH,
    identity,
    issue_token,
    sign_in,
)
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply, with_headers

Handler: TypeAlias = Callable[[Call], Reply]

API = "/services/data/"


def _is_api(request: Request) -> bool:
    return request.path.startswith(API)


FAULTY = Faulty(
    too_many=limit_exceeded(),
    unavailable=unavailable(),
    concerns=_is_api,
    ids=frozenset({"id", "Id"}),
)


class Route(Struct, frozen=True):
    """One endpoint below the API's root; each ``*`` is an argument, the last of any characters."""

    method: str
    path: str
    handler: Handler


def _resources(call: Call) -> Reply:
    return json_reply(
        {
            "sobjects": f"{call.root}/sobjects",
            "query": f"{call.root}/query",
            "composite": f"{call.root}/composite",
            "identity": identity(call),
        }
    )


def _composite(call: Call) -> Reply:
    return composite(call, _part)


def _part(call: Call, request: Request) -> Reply:
    """One part of a composite request, which holds no other one."""
    if request.path.endswith("/composite"):
        raise Refused(not_found())
    return _handled(replace(call, request=request, inside=True))


ROUTES = (
    Route("GET", "/", _resources),
    Route("POST", "/composite", _composite),
    Route("GET", "/query", queries.query),
    Route("GET", "/query/*", queries.query_more),
    Route("GET", "/sobjects/*/describe", sobjects.describe),
    Route("POST", "/sobjects/*", sobjects.create),
    Route("GET", "/sobjects/ContentVersion/*/VersionData", sobjects.download),
    Route("GET", "/sobjects/*/*", sobjects.show),
    Route("PATCH", "/sobjects/*/*", sobjects.update),
    Route("DELETE", "/sobjects/*/*", sobjects.delete),
    Route("GET", "/sobjects/*/*/*", sobjects.show_external),
    Route("PATCH", "/sobjects/*/*/*", sobjects.upsert),
)
_ROOT = re.compile(rf"{API}v(\d\d\.0)(/.*)?")


def _pattern(path: str) -> re.Pattern[str]:
    parts = re.escape(path).replace(r"\*", "([^/]+)")
    if path.endswith("*/*/*"):
        parts = parts.removesuffix("([^/]+)") + "(.+)"
    return re.compile(f"{parts}/?" if path != "/" else "/?", re.DOTALL)


_PATTERNS = tuple((route, _pattern(route.path)) for route in ROUTES)


def answer(account: Account, switches: Switches, request: Request) -> Reply:
    """One request, from the door to the door."""
    account.begin_request()
    fault = faults.fault_before(switches, request, FAULTY)
    if fault is not None:
        return fault
    call = Call(request=request, account=account, switches=switches)
    try:
        reply = _at_the_door(call)
    except Refused as refused:
        reply = refused.reply
    used = ("sforce-limit-info", f"api-usage={account.calls}/{DAILY_LIMIT}")
    reply = with_headers(reply, used) if _is_api(request) else reply
    return faults.fault_after(switches, request, reply, FAULTY)


def _at_the_door(call: Call) -> Reply:
    if (call.request.method, call.request.path) == ("POST", TOKEN_PATH):
        return issue_token(call)
    page = agent_page.page(call)
    if page is not None:
        return page
    sign_in(call.account, call.switches, call.request)
    return _handled(call)


def _handled(call: Call) -> Reply:
    root = _ROOT.fullmatch(call.request.path)
    if root is None:
        raise Refused(not_found())
    for route, pattern in _PATTERNS:
        match = pattern.fullmatch(root[2] or "/")
        if match and route.method == call.request.method:
            return route.handler(replace(call, version=root[1], arguments=match.groups()))
    raise Refused(not_found())
