"""The account's front door: faults, signing in, and routes; each path begins with its host."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.twilio_flex import conversations, documents, interactions, tasks
from contract_tests.stand_ins.twilio_flex.account import API_KEY_SECRET, API_KEY_SID, Account
from contract_tests.stand_ins.twilio_flex.call import Call
from contract_tests.stand_ins.twilio_flex.faults import fault_after, fault_before
from contract_tests.stand_ins.twilio_flex.messages import add_message, list_messages, show_message
from contract_tests.stand_ins.twilio_flex.replies import Refused, not_authenticated, not_found
from contract_tests.stand_ins.wire import Reply, Request

Handler: TypeAlias = Callable[[Call], Reply]

_KEY = base64.b64encode(f"{API_KEY_SID}:{API_KEY_SECRET}".encode()).decode()


class Route(Struct, frozen=True):
    """One endpoint; a name in braces is one of the call's ``ids``."""

    method: str
    path: str
    handler: Handler


_ONE = "/{conversation}"
_OF_CONVERSATIONS = (
    Route("POST", "", conversations.create_conversation),
    Route("GET", _ONE, conversations.show_conversation),
    Route("POST", f"{_ONE}/Messages", add_message),
    Route("GET", f"{_ONE}/Messages", list_messages),
    Route("GET", f"{_ONE}/Messages/{{message}}", show_message),
    Route("POST", f"{_ONE}/Participants", conversations.add_participant),
    Route("GET", f"{_ONE}/Participants", conversations.list_participants),
    Route("GET", f"{_ONE}/Participants/{{participant}}", conversations.show_participant),
    Route("POST", f"{_ONE}/Participants/{{participant}}", conversations.update_participant),
)
_SYNC = "/sync/v1/Services/{service}/Documents"
_WORKSPACE = "/taskrouter/v1/Workspaces/{workspace}"
_FLEX = "/flex-api/v1/Interactions"

ROUTES: tuple[Route, ...] = (
    *(Route(r.method, f"/conversations/v1/Conversations{r.path}", r.handler)
      for r in _OF_CONVERSATIONS),
    *(Route(r.method, f"/conversations/v1/Services/{{service}}/Conversations{r.path}", r.handler)
      for r in _OF_CONVERSATIONS),
    Route("GET", "/conversations/v1/Services/{sid}", tasks.show_named),
    Route("POST", _SYNC, documents.create_document),
    Route("GET", f"{_SYNC}/{{document}}", documents.show_document),
    Route("POST", f"{_SYNC}/{{document}}", documents.update_document),
    Route("GET", "/sync/v1/Services/{sid}", tasks.show_named),
    Route("GET", f"{_WORKSPACE}/Tasks", tasks.list_tasks),
    Route("GET", f"{_WORKSPACE}/Tasks/{{task}}", tasks.show_task),
    Route("POST", f"{_WORKSPACE}/Tasks/{{task}}", tasks.update_task),
    Route("GET", f"{_WORKSPACE}/Workflows/{{sid}}", tasks.show_named),
    Route("GET", "/taskrouter/v1/Workspaces/{sid}", tasks.show_named),
    Route("POST", _FLEX, interactions.create_interaction),
    Route("GET", f"{_FLEX}/{{interaction}}", interactions.show_interaction),
    Route("GET", f"{_FLEX}/{{interaction}}/Channels", interactions.list_channels),
    Route("GET", f"{_FLEX}/{{interaction}}/Channels/{{channel}}", interactions.show_channel),
)  # fmt: skip
_PATTERNS = tuple((r, re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", r.path))) for r in ROUTES)


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
    return fault_after(switches, request, reply)


def _handled(account: Account, switches: Switches, request: Request) -> Reply:
    if request.header("authorization") != f"Basic {_KEY}":
        raise Refused(not_authenticated())
    for route, pattern in _PATTERNS:
        match = pattern.fullmatch(request.path)
        if match and route.method == request.method:
            ids = match.groupdict()
            return route.handler(Call(request=request, account=account, switches=switches, ids=ids))
    raise Refused(not_found(request))
