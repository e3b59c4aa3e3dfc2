"""The way to one vendor account: pooled connections, bounded in time and size.

What goes wrong on the way becomes a ``DeliveryError`` that says whether the request may have
been carried out. Their texts name hosts and kinds of failure, never a URL, header or body.
"""

from __future__ import annotations

import contextlib
import re
from asyncio import timeout
from importlib.metadata import version
from typing import cast
from urllib.parse import quote, urlencode

import httpx

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.token import TokenSignIn
from gateway.delivery.guard import GuardedTransport, Resolve, host_of, system_resolve
from gateway.delivery.network import Network
from gateway.delivery.reply import PROGRESS, REPLY, BoundedReplies, Progress, ReplyRefused
from gateway.delivery.services import SERVICE, PoolPerHost, base_of
from gateway.sdk.errors import Blocked, DeliveryError, UnexpectedReply, Unreachable
from gateway.sdk.exchange import VendorRequest, VendorResponse

MAX_REPLY = 64 * 1024 * 1024
CONNECT_SECONDS = 10.0
# Shorter than the 5 s after which uvicorn and others hang up: a connection that closes under a
# request looks like an unknown outcome.
KEEP_ALIVE_SECONDS = 3.0

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, ReplyRefused, DeliveryError, OSError, ValueError)


class Transport:
    """Sends requests to one destination and to hosts that its vendor names.

    It takes httpx's requests, replies, sign-ins and transports, and not its client, whose cookies,
    redirects and merging would be half of what a request costs.
    """

    def __init__(
        self,
        way: httpx.AsyncBaseTransport,
        *,
        base_url: str,
        auth: httpx.Auth | None,
        seconds: float,
    ) -> None:
        self._way = way
        self._base_url = base_url
        self._auth = auth
        self._seconds = seconds
        # Connecting gives up before the whole exchange does, so that it is seen to be what failed.
        brief = min(CONNECT_SECONDS, seconds / 3)
        self._limits = httpx.Timeout(None, connect=brief, pool=brief).as_dict()
        self._headers = (
            ("accept", "*/*"),
            ("accept-encoding", "gzip"),
            ("user-agent", _user_agent()),
        )

    async def send(self, request: VendorRequest) -> VendorResponse:
        """One exchange, signed in where the request says so; a 3xx is a reply like any other.

        Raises ``Unreachable`` (its ``sent`` tells whether the outcome is unknown), ``Blocked``,
        ``SignInFailed``, or ``UnexpectedReply`` for what cannot be sent or is too long.
        """
        progress = Progress()
        try:
            async with timeout(self._seconds):
                leaving = self._built(request, progress)
                if self._auth and request.credentials:
                    return await self._signed_in(leaving, self._auth)
                return _whole(await self._out(leaving))
        except _FAILURES as error:
            raise self._failure(request, error, progress) from None

    def renew(self) -> None:
        """Sign in anew before the next request, where the credentials are of that kind."""
        if isinstance(self._auth, TokenSignIn):
            self._auth.forget()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._way.aclose()

    async def _signed_in(self, leaving: httpx.Request, auth: httpx.Auth) -> VendorResponse:
        async with contextlib.aclosing(auth.async_auth_flow(leaving)) as flow:
            leaving = await anext(flow)
            while True:
                reply = await self._out(leaving)
                try:
                    leaving = await flow.asend(reply)
                except StopAsyncIteration:
                    return _whole(reply)

    async def _out(self, leaving: httpx.Request) -> httpx.Response:
        try:
            return await self._way.handle_async_request(leaving)
        except httpx.RequestError as error:
            error.request = leaving
            raise

    def _built(self, request: VendorRequest, progress: Progress) -> httpx.Request:
        given = {name.lower() for name, _ in request.headers}
        return httpx.Request(
            request.method,
            full_url(self._base_url, request),
            headers=[*(one for one in self._headers if one[0] not in given), *request.headers],
            content=request.body or None,
            extensions={PROGRESS: progress, "timeout": self._limits},
        )

    def _failure(
        self, request: VendorRequest, error: Exception, progress: Progress
    ) -> DeliveryError:
        match error:
            case Blocked():
                return Blocked(step=request.step, why=error.detail)
            case DeliveryError():
                return error
            case ReplyRefused():
                return UnexpectedReply(step=request.step, why=str(error))
            case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.PoolTimeout():
                why = f"{self._host(request, error)} cannot be reached ({type(error).__name__})"
                return Unreachable(step=request.step, why=why)
            case httpx.TimeoutException() | TimeoutError():
                why = f"{self._host(request, error)} did not answer within {self._seconds:g} s"
            case httpx.NetworkError() | httpx.RemoteProtocolError() | OSError():
                why = f"no whole reply from {self._host(request, error)} ({type(error).__name__})"
            case _:
                return UnexpectedReply(step=request.step, why=_unusable(error))
        return Unreachable(step=request.step, why=why, sent=progress.may_be_carried_out)

    def _host(self, request: VendorRequest, error: Exception) -> str:
        # Signing in may ask another host than the request itself.
        with contextlib.suppress(RuntimeError):
            if isinstance(error, httpx.RequestError):
                return error.request.url.host
        return host_of(full_url(self._base_url, request))


def _whole(reply: httpx.Response) -> VendorResponse:
    return cast("VendorResponse", reply.extensions[REPLY])


def _unusable(error: Exception) -> str:
    return f"the request cannot be sent, or its reply not be read ({type(error).__name__})"


def full_url(base_url: str, request: VendorRequest) -> str:
    """Where a request goes: below the base URL, path and all, unless it names a URL itself.

    Raises ``Blocked`` where the base URL and the request do not agree about services.
    """
    url = request.path
    if not _ABSOLUTE.match(url):
        below = base_of(base_url, request.service)
        # An empty path is the base URL itself: "…/hook" is another address than "…/hook/".
        url = f"{below.rstrip('/')}/{url.lstrip('/')}" if url else below
    if not request.query:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(request.query, quote_via=quote)}"


def open_transport(
    destination: DestinationSettings,
    auth: httpx.Auth | None,
    *,
    inner: httpx.AsyncBaseTransport | None = None,
    resolve: Resolve = system_resolve,
    max_reply: int = MAX_REPLY,
) -> Transport:
    """A transport for a destination; ``inner`` stands for the network in tests."""
    way = BoundedReplies(_way(destination, inner, resolve), max_reply)
    return Transport(way, base_url=destination.base_url, auth=auth, seconds=destination.timeout)


def _way(
    destination: DestinationSettings, inner: httpx.AsyncBaseTransport | None, resolve: Resolve
) -> httpx.AsyncBaseTransport:
    own = inner or _own_network(destination)
    if destination.allow_private_addresses:
        return own
    foreign = inner or _network(destination, keep=0)
    return GuardedTransport(host_of(destination.base_url), own, foreign, resolve)


def _own_network(destination: DestinationSettings) -> httpx.AsyncBaseTransport:
    def make() -> httpx.AsyncBaseTransport:
        return _network(destination, keep=KEEP_ALIVE_SECONDS)

    return PoolPerHost(make) if SERVICE in host_of(destination.base_url) else make()


def _network(destination: DestinationSettings, *, keep: float) -> Network:
    # Two beyond the dispatcher's concurrency: `doctor` and read-only flows run beside it.
    return Network(destination.concurrency + 2, keep=keep)


def _user_agent() -> str:
    return f"readback-gateway/{version('readback-gateway')}"
