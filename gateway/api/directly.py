"""Handing over with nothing asked beside it, as nearly every call is: answered without detours.

What Litestar does for a handler (parameters, dependencies, a response object) takes as long as
decoding 20 KB (measured 2026-11). Whatever asks for more goes that way all the same.
"""

from __future__ import annotations

from typing import cast

import msgspec
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from gateway.api.accept import Submission, accept
from gateway.api.documents import AcceptedDocument
from gateway.api.promises import promise
from gateway.api.services import Services
from gateway.intake.errors import BodyTooLarge


class HungUp(Exception):
    """The sender went away before all of the body was there: nobody is left to be answered."""


def directly(app: ASGIApp) -> ASGIApp:
    """Answer plain calls; ``app`` answers those with a query or with ``Prefer``."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(reversed([*scope["headers"]]))  # of repeated ones the first counts
        if scope["query_string"] or b"prefer" in headers:
            await app(scope, receive, send)
            return
        services = cast("Services", scope["litestar_app"].state.services)
        try:
            body = await _body(headers, receive, services.settings.gateway.max_body)
        except HungUp:
            return
        accepted = await accept(_submission(cast("HTTPScope", scope), headers, body), services)
        await _send(await promise(accepted, services), send)

    return answer


def _submission(scope: HTTPScope, headers: dict[bytes, bytes], body: bytes) -> Submission:
    return Submission(
        body=body,
        content_type=_text(headers.get(b"content-type")) or "application/json",
        client=str(scope["state"].get("client", "")),
        idempotency_key=_text(headers.get(b"idempotency-key")),
        traceparent=_text(headers.get(b"traceparent")),
    )


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


async def _body(headers: dict[bytes, bytes], receive: Receive, most: int) -> bytes:
    """Raises ``BodyTooLarge`` before more than ``most`` bytes are held, and ``HungUp``."""
    length = headers.get(b"content-length", b"")
    _check_size(int(length) if length.isdigit() else 0, most)
    pieces: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise HungUp
        piece = message.get("body", b"")
        pieces.append(piece)
        size += len(piece)
        _check_size(size, most)
        more = message.get("more_body", False)
    return b"".join(pieces)


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise BodyTooLarge(f"The body has {size} bytes; at most {most} are accepted.")


async def _send(document: AcceptedDocument, send: Send) -> None:
    body = msgspec.json.encode(document)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"location", document.links["self"].encode()),
    ]
    await send({"type": "http.response.start", "status": 202, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
