"""The sockets under one vendor account: aiohttp's connections behind httpx's interface.

httpx's own pool looks through all its connections for each request and collapses at 50 at a time;
aiohttp's does not (docs/decisions/0025). Requests leave as they are given: no header added, no
redirect followed, no cookie kept, no reply decoded, and nothing sent a second time.
"""

from __future__ import annotations

import io
import ssl
from collections.abc import AsyncIterator
from functools import cache
from types import SimpleNamespace

import aiohttp
import httpx
from yarl import URL

from gateway.delivery.reply import PROGRESS, Progress

# aiohttp warns of larger bodies in one piece, whose writing holds up everything else.
_PIECEWISE = 1024 * 1024
# What aiohttp would add where it is missing.
_NEVER_ADDED = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class Network(httpx.AsyncBaseTransport):
    """At most ``connections`` at once; idle ones are kept for ``keep`` seconds, or not at 0."""

    def __init__(self, connections: int, *, keep: float) -> None:
        self._connections = connections
        self._keep = keep
        self._session: aiohttp.ClientSession | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises ``httpx.ConnectError``, ``httpx.ConnectTimeout`` for what was surely not sent."""
        progress = request.extensions.get(PROGRESS) or Progress()
        progress.stage = "connecting"
        try:
            response = await self._send(request, progress)
        except (aiohttp.ClientError, _Broken) as error:
            raise _as_httpx(error) from error
        headers = list(response.raw_headers)
        return httpx.Response(response.status, headers=headers, stream=_Body(response))

    async def aclose(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def _send(self, request: httpx.Request, progress: Progress) -> aiohttp.ClientResponse:
        body, headers = await request.aread(), request.headers.raw
        return await self._opened().request(
            request.method,
            URL(str(request.url), encoded=True),
            headers=[(name.decode("ascii"), text.decode("ascii")) for name, text in headers],
            data=io.BytesIO(body) if len(body) > _PIECEWISE else body or None,
            allow_redirects=False,
            server_hostname=request.extensions.get("sni_hostname"),
            timeout=_timeout(request),
            trace_request_ctx=progress,
        )

    def _opened(self) -> aiohttp.ClientSession:
        # Not before the first request: a session belongs to the loop that is running then.
        if self._session is None:
            self._session = self._open()
        return self._session

    def _open(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=self._connections,
            ssl=tls(),
            force_close=not self._keep,
            keepalive_timeout=self._keep or None,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_NEVER_ADDED,
            auto_decompress=False,
            middlewares=(_once,),
            trace_configs=[_watched()],
        )


@cache
def tls() -> ssl.SSLContext:
    """What every vendor's certificate is checked by, read once a process."""
    return httpx.create_ssl_context(trust_env=False)


class _Broken(Exception):
    """A connection that broke off under a request."""


async def _once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """aiohttp 3.14 sends GET, PUT and DELETE again by itself when a kept connection breaks off;
    what may be repeated is for the journal to say, so it must not recognise the failure.
    """
    try:
        return await send(request)
    except (aiohttp.ClientConnectorError, aiohttp.ServerTimeoutError):
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Broken(type(error).__name__) from error


def _watched() -> aiohttp.TraceConfig:
    """From the moment there is a connection, something may have left."""
    watch = aiohttp.TraceConfig()
    watch.on_connection_create_end.append(_connected)
    watch.on_connection_reuseconn.append(_connected)
    return watch


async def _connected(_: aiohttp.ClientSession, context: SimpleNamespace, __: object) -> None:
    context.trace_request_ctx.stage = "sent"


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    given = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(
        total=None,
        connect=given.get("pool"),
        sock_connect=given.get("connect"),
        sock_read=given.get("read"),
    )


def _as_httpx(error: Exception) -> httpx.TransportError:
    """What httpx's own transport would have raised. The text is never shown."""
    return _meaning(error)(type(error).__name__)


def _meaning(error: Exception) -> type[httpx.TransportError]:
    match error:
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return httpx.UnsupportedProtocol
        case aiohttp.ClientConnectorError() | aiohttp.ClientConnectorCertificateError():
            return httpx.ConnectError
        case aiohttp.ConnectionTimeoutError():
            return httpx.ConnectTimeout
        case aiohttp.ServerTimeoutError():
            return httpx.ReadTimeout
        case _Broken() | aiohttp.ClientOSError():
            return httpx.ReadError
        case _:
            return httpx.RemoteProtocolError


class _Body(httpx.AsyncByteStream):
    """A reply's body as it comes. Closed before its end, it takes its connection along."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._response.content.iter_any():
                yield piece
        except aiohttp.ClientError as error:
            raise _as_httpx(error) from error

    async def aclose(self) -> None:
        self._response.close()
