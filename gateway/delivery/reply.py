"""Reads a reply whole and within limits.

Everything that comes back passes here, sign-in replies too, so no body is ever read unbounded.
"""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Literal, cast

import httpx

from gateway.sdk.exchange import VendorResponse

REPLY = "readback.reply"
PROGRESS = "readback.progress"

# httpx decodes piece by piece; more than one coding multiplies what one piece may become.
_PLAIN = frozenset({"", "identity"})
_CODINGS = _PLAIN | {"gzip", "deflate"}
# The body is handed on decoded, so these no longer describe it.
_ABOUT_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class ReplyRefused(Exception):
    """A reply that is not taken; the text is for the operator."""


class Progress:
    """How far one request got, which decides what a failure means."""

    def __init__(self) -> None:
        self.stage: Literal["prepared", "connecting", "sent", "answered"] = "prepared"

    @property
    def may_be_carried_out(self) -> bool:
        """Some of it may have left, and no whole reply came."""
        return self.stage == "sent"


class BoundedReplies(httpx.AsyncBaseTransport):
    """Reads every reply of the wrapped transport to its end, at most ``limit`` decoded bytes."""

    def __init__(self, inner: httpx.AsyncBaseTransport, limit: int) -> None:
        self._inner = inner
        self._limit = limit

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises ``ReplyRefused``. The whole reply is in the extension ``readback.reply``."""
        progress = cast("Progress", request.extensions.get(PROGRESS) or Progress())
        progress.stage = "sent"  # unless what is below knows better
        response = await self._inner.handle_async_request(request)
        try:
            body = await _body(response, self._limit)
        finally:
            await response.aclose()
        progress.stage = "answered"
        return _inert(response, body)

    async def aclose(self) -> None:
        """Close the wrapped transport."""
        await self._inner.aclose()


async def _body(response: httpx.Response, limit: int) -> bytes:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in _CODINGS:
        raise ReplyRefused("the reply has a content-encoding that was not asked for")
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise ReplyRefused(f"the reply is longer than {limit} bytes")
    pieces: list[bytes] = []
    size = 0
    async for piece in _decoded(response, coding):
        size += len(piece)
        if size > limit:
            raise ReplyRefused(f"the reply is longer than {limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _decoded(response: httpx.Response, coding: str) -> AsyncIterable[bytes]:
    if coding in _PLAIN and isinstance(response.stream, httpx.AsyncByteStream):
        return response.stream
    return response.aiter_bytes()


def _inert(response: httpx.Response, body: bytes) -> httpx.Response:
    headers = tuple(
        (name.lower(), value)
        for name, value in response.headers.multi_items()
        if name.lower() not in _ABOUT_THE_WIRE
    )
    reply = VendorResponse(status=response.status_code, headers=headers, body=body)
    # Status and body are what a sign-in looks at.
    return httpx.Response(response.status_code, content=body, extensions={REPLY: reply})
