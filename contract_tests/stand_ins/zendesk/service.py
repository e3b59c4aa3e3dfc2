"""The account's front door: faults, signing in, routes, and rate-limit headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, with_headers
from contract_tests.stand_ins.zendesk.account import Account
from contract_tests.stand_ins.zendesk.agent_page import ticket_page, tickets_page
from contract_tests.stand_ins.zendesk.call import Call
from contract_tests.stand_ins.zendesk.comments import list_comments
from contract_tests.stand_ins.zendesk.faults import fault_after, fault_before
from contract_tests.stand_ins.zendesk.idempotency import once_per_key
from contract_tests.stand_ins.zendesk.replies import (
    Refused,
    listing,
    no_endpoint,
    not_authenticated,
)
from contract_tests.stand_ins.zendesk.sign_in import TOKEN_PATH, issue_token, signed_in
from contract_tests.stand_ins.zendesk.ticket_fields import field_documents
from contract_tests.stand_ins.zendesk.tickets import (
    create_ticket,
    list_audits,
    list_tickets,
    show_ticket,
    update_ticket,
)
from contract_tests.stand_ins.zendesk.uploads import (
    download,
    show_attachment,
    stored_file,
    upload_file,
)
from contract_tests.stand_ins.zendesk.users import (
    create_or_update,
    search_users,
    show_me,
    show_user,
)

Handler: TypeAlias = Callable[[Call], Reply]

# What an account on the Enterprise plan may ask in a minute.
REQUESTS_PER_MINUTE = 700


class Route(Struct, frozen=True):
    """One endpoint; ``{id}`` in the path is the handler's argument. ``open`` needs no sign-in."""

    method: str
    path: str
    handler: Handler
    open: bool = False


def _list_fields(call: Call) -> Reply:
    return listing(call.request, "ticket_fields", field_documents(call.request.origin))


ROUTES: tuple[Route, ...] = (
    Route("POST", TOKEN_PATH, issue_token, open=True),
    Route("GET", "/api/v2/users/me", show_me, open=True),
    Route("GET", "/api/v2/users/search", search_users),
    Route("POST", "/api/v2/users/create_or_update", create_or_update),
    Route("GET", "/api/v2/users/{id}", show_user),
    Route("POST", "/api/v2/uploads", upload_file),
    Route("GET", "/api/v2/attachments/{id}", show_attachment),
    Route("GET", "/attachments/token/{id}/", download, open=True),
    Route("GET", "/system/attachments/{id}/file", stored_file, open=True),
    Route("GET", "/api/v2/ticket_fields", _list_fields),
    Route("POST", "/api/v2/tickets", once_per_key(create_ticket)),
    Route("GET", "/api/v2/tickets", list_tickets),
    Route("GET", "/api/v2/tickets/{id}", show_ticket),
    Route("PUT", "/api/v2/tickets/{id}", update_ticket),
    Route("GET", "/api/v2/tickets/{id}/comments", list_comments),
    Route("GET", "/api/v2/tickets/{id}/audits", list_audits),
    Route("GET", "/agent/tickets", tickets_page, open=True),
    Route("GET", "/agent/tickets/{id}", ticket_page, open=True),
)
_PATTERNS = tuple(
    (route, re.compile(re.escape(route.path).replace(r"\{id\}", "([^/]+)"))) for route in ROUTES
)


def answer(account: Account, switches: Switches, request: Request) -> Reply:
    """One request, from the door to the door."""
    account.begin_request()
    fault = fault_before(switches, request)
    if fault is not None:
        return fault
    try:
        reply = _handled(account, switches, request)
    except Refused as refused:
        reply = refused.reply
    return fault_after(switches, request, with_headers(reply, *_rate_headers(request)))


def _handled(account: Account, switches: Switches, request: Request) -> Reply:
    route, argument = _route(request)
    caller = signed_in(account, switches, request)
    if caller is None and not route.open:
        raise Refused(not_authenticated())
    call = Call(
        request=request, account=account, switches=switches, caller=caller, argument=argument
    )
    return route.handler(call)


def _route(request: Request) -> tuple[Route, str]:
    path = request.path.removesuffix(".json")
    for route, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match and route.method == request.method:
            return route, "".join(match.groups())
    raise Refused(no_endpoint())


def _rate_headers(request: Request) -> tuple[tuple[str, str], ...]:
    if not request.path.startswith("/api/"):
        return ()
    limit, left = str(REQUESTS_PER_MINUTE), str(REQUESTS_PER_MINUTE - 1)
    # Two families of names are in use; both are sent.
    return (
        ("x-rate-limit", limit),
        ("x-rate-limit-remaining", left),
        ("ratelimit-limit", limit),
        ("ratelimit-remaining", left),
        ("ratelimit-reset", "60"),
    )
