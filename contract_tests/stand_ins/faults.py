"""What may go wrong between any account and its caller; each vendor brings its own bodies.

A stand-in lists ``FAULTS`` among its behaviours, asks ``fault_before`` before it does its work and
``fault_after`` behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from contract_tests.stand_ins.switches import Behaviour, Switches
from contract_tests.stand_ins.wire import Reply, Request, html_reply, json_reply, text_reply

FAULTS: tuple[Behaviour, ...] = (
    Behaviour(
        name="rate_limit",
        ends="waiting",
        does="Answers that there were too many requests, as the vendor words it.",
        value="count",
    ),
    Behaviour(
        name="server_error",
        ends="waiting",
        does="Answers that the service is unavailable, without doing the work.",
        value="count",
    ),
    Behaviour(
        name="html_error_page",
        ends="waiting",
        does="Answers 500 with an HTML page, without doing the work.",
        value="count",
    ),
    Behaviour(
        name="empty_reply",
        ends="failed",
        does="Does the work and answers with an empty body.",
        value="count",
    ),
    Behaviour(
        name="wrong_type",
        ends="failed",
        does="Does the work and answers with ids of another type.",
        value="count",
    ),
    Behaviour(
        name="lose_reply_once",
        ends="verified",
        does="Does the next write and loses its answer.",
        value="once",
    ),
)

_ERROR_PAGE = (
    "<!DOCTYPE html><html><head><title>Something went wrong (500)</title></head>"
    "<body><h1>We're sorry, but something went wrong.</h1></body></html>"
)


class Faulty(Struct, frozen=True, kw_only=True):
    """How one vendor words its faults, and which requests they concern.

    ``concerns`` picks those that a fault without a target falls on (signing in is not one);
    ``writes``, those whose reply ``lose_reply_once`` loses. ``ids`` are the members that
    ``wrong_type`` gives another type.
    """

    too_many: Reply
    unavailable: Reply = text_reply("Service Unavailable", 503)
    error_page: Reply = html_reply(_ERROR_PAGE, 500)
    concerns: Callable[[Request], bool] = lambda _: True
    writes: Callable[[Request], bool] = lambda request: request.method in ("POST", "PUT", "PATCH")
    ids: frozenset[str] = frozenset({"id", "token"})


def fault_before(switches: Switches, request: Request, faulty: Faulty) -> Reply | None:
    """An answer instead of the work; None lets the request through."""
    concerned = faulty.concerns(request)
    if switches.spend("rate_limit", request, untargeted=concerned):
        return faulty.too_many
    if switches.spend("server_error", request, untargeted=concerned):
        return faulty.unavailable
    if switches.spend("html_error_page", request, untargeted=concerned):
        return faulty.error_page
    return None


def fault_after(switches: Switches, request: Request, reply: Reply, faulty: Faulty) -> Reply:
    """The answer to work that was done, spoilt."""
    concerned = faulty.concerns(request)
    is_write = concerned and faulty.writes(request)
    if switches.spend("lose_reply_once", request, untargeted=is_write):
        return replace(reply, lost=True)
    if switches.spend("empty_reply", request, untargeted=concerned):
        return replace(reply, body=b"")
    if switches.spend("wrong_type", request, untargeted=concerned):
        return retyped(reply, faulty.ids)
    return reply


def retyped(reply: Reply, ids: frozenset[str]) -> Reply:
    """A JSON reply in which each of these members is a list of one; others as they are."""
    try:
        document: Any = msgspec.json.decode(reply.body)
    except msgspec.DecodeError:
        return reply
    return json_reply(_retyped(document, ids), reply.status)


def _retyped(value: Any, ids: frozenset[str]) -> Any:
    if _is_array(value):
        return [_retyped(item, ids) for item in value]
    if not _is_object(value):
        return value
    return {
        name: [member] if name in ids else _retyped(member, ids) for name, member in value.items()
    }


def _is_array(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)
