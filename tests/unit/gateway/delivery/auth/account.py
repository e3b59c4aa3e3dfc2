"""A vendor that issues tokens and refuses those it has had enough of."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.oauth import client_credentials
from gateway.delivery.auth.token import TokenSignIn
from gateway.delivery.transport import Transport, open_transport
from gateway.sdk.exchange import VendorRequest

SECRET = "client-s3cret"
TOKEN_URL = "https://crm.example.com/oauth/tokens"
REQUEST = VendorRequest(
    step="create",
    method="POST",
    path="/items?x=1",
    headers=(("idempotency-key", "k-1"), ("content-type", "application/json")),
    body=b'{"a":1}',
)

Answer = Callable[[httpx.Request], httpx.Response]


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Account:
    """A vendor that knows which of its tokens are still good."""

    def __init__(self, *, expires_in: object = 1800) -> None:
        self.expires_in = expires_in
        self.minted: list[httpx.Request] = []
        self.asked: list[httpx.Request] = []
        self.refused: set[str] = set()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        if str(request.url) == TOKEN_URL:
            return self._mint(request)
        self.asked.append(httpx.Request(request.method, request.url, headers=request.headers))
        is_good = request.headers["authorization"] not in self.refused
        return httpx.Response(200 if is_good else 401, content=request.content)

    def _mint(self, request: httpx.Request) -> httpx.Response:
        self.minted.append(request)
        document = {"access_token": f"t{len(self.minted)}", "token_type": "bearer"}
        if self.expires_in is not None:
            document["expires_in"] = self.expires_in
        return httpx.Response(200, json=document)

    @property
    def headers_seen(self) -> list[str]:
        return [request.headers["authorization"] for request in self.asked]


def sign_in(clock: Clock | None = None, scope: str | None = None) -> TokenSignIn:
    return client_credentials(
        token_url=TOKEN_URL,
        client_id="readback",
        client_secret=SECRET,
        scope=scope,
        clock=clock or Clock(),
    )


@asynccontextmanager
async def connected(network, auth: TokenSignIn | None = None) -> AsyncIterator[Transport]:
    settings = DestinationSettings(
        adapter="x", base_url="https://crm.example.com", allow_private_addresses=True
    )
    inner = httpx.MockTransport(network)
    transport = open_transport(settings, auth or sign_in(), inner=inner)
    yield transport
    await transport.aclose()
