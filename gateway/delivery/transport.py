"""The way to one vendor account: one pooled HTTP client, bounded in time and size.

What goes wrong on the way becomes a ``DeliveryError`` that says whether the request may have
been carried out. Their texts name hosts and kinds of failure, never a URL, header or body.
"""

from __future__ import annotations

import contextlib
import logging
import re
from asyncio import timeout
from importlib.metadata import version
from typing import cast
from urllib.parse import quote, urlencode

import httpx

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.token import TokenSignIn
from gateway.delivery.guard import GuardedTransport, Resolve, host_of, system_resolve
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
    """Sends requests to one destination and to hosts that its vendor names."""

    def __init__(
        self, client: httpx.AsyncClient, *, base_url: str, auth: httpx.Auth | None, seconds: float
    ) -> None:
        self._client = client
        self._base_url = base_url
        self._auth = auth
        self._seconds = seconds

    async def send(self, request: VendorRequest) -> VendorResponse:
        """One exchange, signed in where the request says so; a 3xx is a reply like any other.

        Raises ``Unreachable`` (its ``sent`` tells whether the outcome is unknown), ``Blocked``,
        ``SignInFailed``, or ``UnexpectedReply`` for what cannot be sent or is too long.
        """
        progress = Progress()
        try:
            async with timeout(self._seconds):
                response = await self._client.send(
                    self._built(request, progress),
                    auth=self._auth if request.credentials else None,
                )
        except _FAILURES as error:
            raise self._failure(request, error, progress) from None
        return cast("VendorResponse", response.extensions[REPLY])

    def renew(self) -> None:
        """Sign in anew before the next request, where the credentials are of that kind."""
        if isinstance(self._auth, TokenSignIn):
            self._auth.forget()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _built(self, request: VendorRequest, progress: Progress) -> httpx.Request:
        return self._client.build_request(
            request.method,
            full_url(self._base_url, request),
            headers=list(request.headers),
            content=request.body or None,
            extensions={PROGRESS: progress, "trace": progress.trace},
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
    _keep_out_of_logs()
    way = _way(destination, inner, resolve)
    seconds = destination.timeout
    # Connecting has to give up before the whole exchange does: httpcore 1.0.9 closes a socket
    # whose TLS handshake timed out, but not one whose handshake was cancelled (2026-11-20).
    brief = min(CONNECT_SECONDS, seconds / 3)
    client = httpx.AsyncClient(
        transport=BoundedReplies(way, max_reply),
        timeout=httpx.Timeout(seconds, connect=brief, pool=brief),
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": _user_agent(), "accept-encoding": "gzip"},
    )
    return Transport(client, base_url=destination.base_url, auth=auth, seconds=seconds)


def _way(
    destination: DestinationSettings, inner: httpx.AsyncBaseTransport | None, resolve: Resolve
) -> httpx.AsyncBaseTransport:
    own = inner or _own_network(destination)
    if destination.allow_private_addresses:
        return own
    foreign = inner or _network(destination.concurrency, kept=0)
    return GuardedTransport(host_of(destination.base_url), own, foreign, resolve)


def _own_network(destination: DestinationSettings) -> httpx.AsyncBaseTransport:
    def make() -> httpx.AsyncBaseTransport:
        return _network(destination.concurrency, kept=destination.concurrency)

    return PoolPerHost(make) if SERVICE in host_of(destination.base_url) else make()


def _network(connections: int, *, kept: int) -> httpx.AsyncHTTPTransport:
    # Two beyond the dispatcher's concurrency: `doctor` and read-only flows run beside it.
    limits = httpx.Limits(
        max_connections=connections + 2,
        max_keepalive_connections=kept,
        keepalive_expiry=KEEP_ALIVE_SECONDS,
    )
    return httpx.AsyncHTTPTransport(trust_env=False, limits=limits)


def _user_agent() -> str:
    return f"readback-gateway/{version('readback-gateway')}"


def _keep_out_of_logs() -> None:
    # httpx logs whole URLs at INFO, which hold customers' addresses; httpcore logs headers.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
