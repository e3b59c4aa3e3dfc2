"""Errors as RFC 9457 problem+json: a stable code, all problems at once, no customer text."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from gateway.api.refusals import MEDIA_TYPE
from gateway.delivery.bug import whereabouts
from gateway.delivery.revisions import MappingRefused
from gateway.sdk.errors import Conflict, ReadbackError, StoreUnavailable

_log = logging.getLogger("readback.api")

_STATUS: dict[str, int] = {
    "body.too_large": 413,
    "body.charset": 415,
    "body.not_json": 400,
    "body.too_complex": 400,
    "handoff.invalid": 422,
    "handoff.conflict": 409,
    "dialect.unknown": 422,
    "dialect.ambiguous": 422,
    "idempotency.mismatch": 422,
    "mapping.name": 422,
    "mapping.invalid": 422,
    "mapping.unchanged": 409,
    "request.invalid": 400,
    "resource.not_found": 404,
    "raw.not_kept": 410,
    "store.unavailable": 503,
    "auth.missing": 401,
    "auth.unknown_key": 401,
    "auth.scope": 403,
    "config.no_destination": 503,
    "handoff.not_now": 503,
}

# What Litestar itself refuses, in our words: its own texts may quote the request.
_HTTP: dict[int, tuple[str, str]] = {
    400: ("request.invalid", "The request cannot be read."),
    404: ("resource.not_found", "There is nothing at this address."),
    405: ("request.method", "This address does not take that method."),
    413: ("body.too_large", "The body is larger than this gateway accepts."),
}


_FOR_THE_OPERATOR = "Whoever runs the gateway finds the reason in its log."


def problem_response(
    status: int, code: str, title: str, detail: str, errors: Any = ()
) -> Response[bytes]:
    """One problem document."""
    document = {
        "type": f"urn:readback:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors,
    }
    headers = {"retry-after": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return Response(
        msgspec.json.encode(document), status_code=status, media_type=MEDIA_TYPE, headers=headers
    )


def on_readback_error(_: Request[Any, Any, Any], error: ReadbackError) -> Response[bytes]:
    """An error of ours: its code decides the status."""
    usual = HTTPStatus.CONFLICT if isinstance(error, Conflict) else 500
    status = _STATUS.get(error.code, usual)
    return problem_response(status, error.code, error.public, error.detail, error.problems)


def on_store_unavailable(_: Request[Any, Any, Any], error: StoreUnavailable) -> Response[bytes]:
    """What is wrong with the store and where it is, is for the operator: it goes to the log."""
    _log.error("%s", error.detail)
    return problem_response(_STATUS[error.code], error.code, error.public, _FOR_THE_OPERATOR)


def on_mapping_refused(_: Request[Any, Any, Any], error: MappingRefused) -> Response[bytes]:
    """A mapping that is not published: its problems are those that a check gives."""
    return problem_response(
        _STATUS[error.code], error.code, error.public, error.detail, error.found
    )


def on_http_error(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """An error of the framework's, in our words."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return on_bug(_, error)
    fallback = ("request.invalid", HTTPStatus(error.status_code).phrase + ".")
    code, title = _HTTP.get(error.status_code, fallback)
    response = problem_response(error.status_code, code, title, title)
    allow = (error.headers or {}).get("allow")
    if allow is not None:
        response.headers["allow"] = allow
    return response


def on_bug(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """A bug of ours: the log has its place, the sender learns that nothing was acknowledged."""
    _log.error("a bug in the gateway: %s", whereabouts(error))
    title = "The gateway made a mistake. What you sent was not acknowledged."
    return problem_response(500, "gateway.bug", title, type(error).__name__)
