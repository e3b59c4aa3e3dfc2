"""A running stand-in as an ASGI app, so that it works in-process and on a socket alike.

The shell is our own and not a framework's: it must be able to answer what no framework lets
through, such as half a reply.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import parse_qsl

import httpx

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Handle: TypeAlias = Callable[[Request], Reply]
A = TypeVar("A")

_CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization", "x-api-key"})


class ReplyLost(httpx.ReadError):
    """The answer got lost on its way.

    An httpx error, so that a caller in the same process sees what one on a socket would see.
    """


class StandInApp(Generic[A]):
    """A stand-in that runs: its vendor account, its switches, and what it was asked so far.

    ``requests`` holds no credentials: no such headers, and no bodies sent to ``secret_paths``.
    """

    def __init__(
        self,
        handle: Handle,
        *,
        account: A,
        switches: Switches,
        secret_paths: frozenset[str] = frozenset(),
    ) -> None:
        self.account = account
        self.switches = switches
        self.requests: list[Request] = []
        self._handle = handle
        self._secret_paths = secret_paths

    def reply_to(self, request: Request) -> Reply:
        """Answer one request without any transport."""
        self.requests.append(self._without_credentials(request))
        return self._handle(request)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        reply = self.reply_to(_request(scope, await _body(receive)))
        await _answer(reply, send)

    def _without_credentials(self, request: Request) -> Request:
        headers = tuple(item for item in request.headers if item[0] not in _CREDENTIAL_HEADERS)
        return Request(
            method=request.method,
            path=request.path,
            query=request.query,
            headers=headers,
            body=b"" if request.path in self._secret_paths else request.body,
            origin=request.origin,
        )


async def _live(receive: Receive, send: Send) -> None:
    while (await receive())["type"] != "lifespan.shutdown":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _request(scope: Scope, body: bytes) -> Request:
    headers = tuple(
        (key.decode("latin-1"), value.decode("latin-1")) for key, value in scope["headers"]
    )
    host = next((value for key, value in headers if key == "host"), "stand-in.test")
    return Request(
        method=scope["method"],
        path=scope["path"],
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers=headers,
        body=body,
        origin=f"{scope['scheme']}://{host}",
    )


async def _answer(reply: Reply, send: Send) -> None:
    # A lost reply promises one byte more than there is, so that it is never a whole one.
    length = len(reply.body) + reply.lost
    headers = [(key.encode("latin-1"), value.encode("latin-1")) for key, value in reply.headers]
    headers.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if reply.lost:
        # A server that sees an error after the start of a response drops the connection.
        raise ReplyLost("the stand-in lost its reply, as it was told to")
    await send({"type": "http.response.body", "body": reply.body})
