"""One token for all requests, renewed in time, and renewed once when the vendor refuses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import httpx
import pytest

from gateway.config.settings import DestinationSettings
from gateway.delivery.auth.oauth import ClientCredentialsSignIn
from gateway.delivery.transport import Transport, open_transport
from gateway.sdk.errors import SignInFailed, Unreachable
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


def sign_in(clock: Clock | None = None, scope: str | None = None) -> ClientCredentialsSignIn:
    return ClientCredentialsSignIn(
        token_url=TOKEN_URL,
        client_id="readback",
        client_secret=SECRET,
        scope=scope,
        clock=clock or Clock(),
    )


@asynccontextmanager
async def connected(
    network, auth: ClientCredentialsSignIn | None = None
) -> AsyncIterator[Transport]:
    settings = DestinationSettings(
        adapter="x", base_url="https://crm.example.com", allow_private_addresses=True
    )
    inner = httpx.MockTransport(network)
    transport = open_transport(settings, auth or sign_in(), inner=inner)
    yield transport
    await transport.aclose()


async def refused_by(answer: Answer, scope: str | None = None) -> Exception:
    """How a request fails when the token endpoint answers this."""
    async with connected(answer, sign_in(scope=scope)) as transport:
        with pytest.raises((SignInFailed, Unreachable)) as failed:
            await transport.send(REQUEST)
    return failed.value


async def test_the_token_is_asked_for_with_the_clients_credentials() -> None:
    account = Account()
    async with connected(account, sign_in(scope="read write")) as transport:
        await transport.send(REQUEST)
    assert {
        "grant_type": ["client_credentials"],
        "client_id": ["readback"],
        "client_secret": [SECRET],
        "scope": ["read write"],
    } == parse_qs(account.minted[0].content.decode())


async def test_nothing_is_asked_before_the_first_request() -> None:
    account = Account()
    async with connected(account):
        pass
    assert [] == account.minted


async def test_one_token_serves_many_requests() -> None:
    account = Account()
    async with connected(account) as transport:
        for _ in range(3):
            await transport.send(REQUEST)
    assert ["Bearer t1"] * 3 == account.headers_seen
    assert 1 == len(account.minted)


async def test_requests_at_the_same_time_share_one_token_request() -> None:
    account = Account()
    async with connected(account) as transport:
        await asyncio.gather(*(transport.send(REQUEST) for _ in range(8)))
    assert (1, 8) == (len(account.minted), len(account.asked))


@pytest.mark.parametrize(
    ("expires_in", "good_for"), [(1800, 1739.0), ("1800", 1739.0), (30, 26.0), (0, -1.0)]
)
async def test_a_token_is_renewed_shortly_before_it_ends(
    expires_in: object, good_for: float
) -> None:
    clock, account = Clock(), Account(expires_in=expires_in)
    async with connected(account, sign_in(clock)) as transport:
        await transport.send(REQUEST)
        clock.now += max(good_for, 0)
        await transport.send(REQUEST)
        clock.now += 2
        await transport.send(REQUEST)
    kept = ["Bearer t1", "Bearer t1", "Bearer t2"]
    assert (kept if good_for > 0 else ["Bearer t1", "Bearer t2", "Bearer t3"]) == (
        account.headers_seen
    )


async def test_a_token_without_an_end_is_kept() -> None:
    clock, account = Clock(), Account(expires_in=None)
    async with connected(account, sign_in(clock)) as transport:
        await transport.send(REQUEST)
        clock.now += 10_000_000
        await transport.send(REQUEST)
    assert ["Bearer t1", "Bearer t1"] == account.headers_seen


async def test_after_a_401_the_same_request_is_repeated_whole_with_a_new_token() -> None:
    account = Account()
    account.refused = {"Bearer t1"}
    async with connected(account) as transport:
        reply = await transport.send(REQUEST)
    first, second = account.asked
    assert (200, REQUEST.body) == (reply.status, reply.body)
    assert ["Bearer t1", "Bearer t2"] == account.headers_seen
    assert str(first.url) == str(second.url)
    assert {**first.headers, "authorization": "Bearer t2"} == dict(second.headers)
    assert "k-1" == second.headers["idempotency-key"]


async def test_a_second_401_is_the_reply() -> None:
    account = Account()
    account.refused = {f"Bearer t{number}" for number in range(1, 9)}
    async with connected(account) as transport:
        reply = await transport.send(REQUEST)
    assert 401 == reply.status
    assert (2, 2) == (len(account.minted), len(account.asked))


async def test_requests_refused_together_share_the_new_token() -> None:
    account = Account()
    account.refused = {"Bearer t1"}
    async with connected(account) as transport:
        replies = await asyncio.gather(*(transport.send(REQUEST) for _ in range(5)))
    assert [200] * 5 == [reply.status for reply in replies]
    assert 2 == len(account.minted)


async def test_a_forgotten_token_is_minted_anew() -> None:
    account = Account()
    async with connected(account) as transport:
        await transport.send(REQUEST)
        transport.renew()
        await transport.send(REQUEST)
    assert ["Bearer t1", "Bearer t2"] == account.headers_seen


async def test_a_request_without_credentials_asks_for_no_token() -> None:
    async with connected(lambda _: httpx.Response(200)) as transport:
        foreign = VendorRequest(
            step="get", method="GET", path="https://f.example/x", credentials=False
        )
        assert 200 == (await transport.send(foreign)).status


async def test_a_cancelled_sign_in_does_not_lock_the_others_out() -> None:
    account, first = Account(), asyncio.Event()

    async def hangs_once(request: httpx.Request) -> httpx.Response:
        if not first.is_set():
            first.set()
            await asyncio.Event().wait()
        return await account(request)

    async with connected(hangs_once) as transport:
        cancelled = asyncio.create_task(transport.send(REQUEST))
        await first.wait()
        waiting = asyncio.create_task(transport.send(REQUEST))
        cancelled.cancel()
        assert 200 == (await waiting).status
    assert cancelled.cancelled()


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_refused_credentials_are_told_by_their_code_alone(status: int) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        described = {"error": "invalid_client", "error_description": f"{SECRET} is wrong"}
        return httpx.Response(status, json=described)

    failed = await refused_by(answer)
    assert isinstance(failed, SignInFailed)
    assert f"sign in: the token endpoint answered {status} invalid_client" == str(failed)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"error": 5}', b'{"error": "Ann Lee, 12 Main St"}', b"\xff", b"{"],
)
async def test_an_odd_error_body_is_never_quoted(body: bytes) -> None:
    failed = await refused_by(lambda _: httpx.Response(400, content=body))
    assert "sign in: the token endpoint answered 400" == str(failed)


async def test_a_code_that_repeats_our_secret_is_not_told() -> None:
    auth = ClientCredentialsSignIn(token_url=TOKEN_URL, client_id="i", client_secret="s3cret")
    echo = httpx.Response(400, json={"error": "s3cret"})
    async with connected(lambda _: echo, auth) as transport:
        with pytest.raises(SignInFailed) as failed:
            await transport.send(REQUEST)
    assert "s3cret" not in str(failed.value)


@pytest.mark.parametrize("status", [408, 429, 500, 503])
async def test_a_token_endpoint_that_is_down_is_waited_for(status: int) -> None:
    failed = await refused_by(lambda _: httpx.Response(status))
    assert isinstance(failed, Unreachable)
    assert not failed.sent


async def test_a_lost_token_reply_leaves_nothing_unknown() -> None:
    def network(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("slow", request=request)

    failed = await refused_by(network)
    assert isinstance(failed, Unreachable)
    assert not failed.sent


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"<html>",
        b'{"access_token": 5}',
        b'{"access_token": ""}',
        b"\xff",
        b'{"access_token": "a\\r\\nb"}',
        b'{"access_token": "t", "expires_in": "soon"}',
    ],
)
async def test_a_reply_without_a_usable_token_is_a_failed_sign_in(body: bytes) -> None:
    failed = await refused_by(lambda _: httpx.Response(200, content=body))
    assert isinstance(failed, SignInFailed)


async def test_a_scope_that_was_not_granted_is_a_failed_sign_in() -> None:
    granted = httpx.Response(200, json={"access_token": "t", "scope": "read"})
    failed = await refused_by(lambda _: granted, scope="read tickets:write")
    assert "sign in: 1 of the scopes asked for were not granted" == str(failed)


async def test_a_scope_list_with_commas_counts() -> None:
    def network(request: httpx.Request) -> httpx.Response:
        if str(request.url) == TOKEN_URL:
            return httpx.Response(200, json={"access_token": "t", "scope": "write,read"})
        return httpx.Response(200)

    async with connected(network, sign_in(scope="read write")) as transport:
        assert 200 == (await transport.send(REQUEST)).status


async def test_a_token_request_has_the_destinations_time_limits() -> None:
    account = Account()
    async with connected(account) as transport:
        await transport.send(REQUEST)
    assert 30.0 == account.minted[0].extensions["timeout"]["read"]


async def test_no_repr_holds_a_token_or_secret() -> None:
    account, auth = Account(), sign_in()
    async with connected(account, auth) as transport:
        await transport.send(REQUEST)
    assert "ClientCredentialsSignIn()" == repr(auth)
    assert "t1" not in repr(auth._token)
