"""A sign-in that fails says what the operator needs, and never a secret."""

from __future__ import annotations

import httpx
import pytest

from gateway.delivery.auth.oauth import client_credentials
from gateway.sdk.errors import SignInFailed, Unreachable
from tests.unit.gateway.delivery.auth.account import (
    REQUEST,
    SECRET,
    TOKEN_URL,
    Account,
    Answer,
    connected,
    sign_in,
)


async def refused_by(answer: Answer, scope: str | None = None) -> Exception:
    """How a request fails when the token endpoint answers this."""
    async with connected(answer, sign_in(scope=scope)) as transport:
        with pytest.raises((SignInFailed, Unreachable)) as failed:
            await transport.send(REQUEST)
    return failed.value


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
    auth = client_credentials(token_url=TOKEN_URL, client_id="i", client_secret="s3cret")
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


async def test_no_repr_holds_a_token_or_secret() -> None:
    account, auth = Account(), sign_in()
    async with connected(account, auth) as transport:
        await transport.send(REQUEST)
    assert "TokenSignIn()" == repr(auth)
    assert "t1" not in repr(auth._token)
