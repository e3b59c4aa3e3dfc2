"""What every call may be refused with, for the OpenAPI document: the same problems everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from gateway.sdk.errors import Problem

MEDIA_TYPE = "application/problem+json"

_ALWAYS = {400: "The request cannot be read.", 503: "The store cannot be used right now."}
_WITH_A_KEY = {
    401: "There is no API key, or nobody knows it.",
    403: "The API key does not have the scope.",
    404: "There is nothing under this id.",
}
_WITH_A_BODY = {
    409: "It is in conflict with what is there.",
    413: "The body is too large.",
    415: "The body's character set is not known.",
    422: "The body is not what this call takes; every problem is named.",
}


class Refusal(Struct, frozen=True, kw_only=True):
    """A problem as RFC 9457 has it; ``errors`` are all that is wrong, each with its place."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[Problem] = []


def with_refusals(routes: Iterable[ControllerRouterHandler]) -> Sequence[ControllerRouterHandler]:
    """The routes, each describing what it may refuse, and open where it asks for no key."""
    described = [cast("HTTPRouteHandler", route) for route in routes]
    for route in described:
        route.responses = {
            status: ResponseSpec(Refusal, description=why, media_type=MEDIA_TYPE)
            for status, why in _refusals(route).items()
        }
        if "scope" not in route.opt:
            route.security = [{}]
    return described


def _refusals(route: HTTPRouteHandler) -> dict[int, str]:
    found = dict(_ALWAYS)
    if "scope" in route.opt:
        found |= _WITH_A_KEY
    if route.http_methods & {"POST", "PUT", "PATCH"}:
        found |= _WITH_A_BODY
    return found
