"""One token for all requests, renewed in time, and renewed once when the vendor refuses it."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

import httpx
import pytest

from gateway.sdk.exchange import VendorRequest
from tests.unit.gateway.delivery.auth.account import (
    REQUEST,
    SECRET,
    Account,
    Clock,
    connected,
    sign_in,
)


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


async def test_a_token_that_was_just_minted_is_tried_by_the_next_request() -> None:
    account = Account()
    account.refused = {"Bearer t1", "Bearer t2"}
    async with connected(account) as transport:
        await transport.send(REQUEST)
        account.refused.remove("Bearer t2")
        await transport.send(REQUEST)
    assert ["Bearer t1", "Bearer t2", "Bearer t2"] == account.headers_seen


async def test_a_late_401_does_not_throw_away_the_token_that_replaced_it() -> None:
    account, is_asked, is_late = Account(), asyncio.Event(), asyncio.Event()
    account.refused = {"Bearer t1"}

    async def network(request: httpx.Request) -> httpx.Response:
        reply = await account(request)
        if request.url.path == "/late" and reply.status_code == 401:
            is_asked.set()
            await is_late.wait()
        return reply

    late = VendorRequest(step="late", method="GET", path="/late")
    async with connected(network) as transport:
        waiting = asyncio.create_task(transport.send(late))
        await is_asked.wait()
        assert 200 == (await transport.send(REQUEST)).status
        is_late.set()
        assert 200 == (await waiting).status
    assert 2 == len(account.minted)


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


async def test_a_token_request_has_the_destinations_time_limits() -> None:
    account = Account()
    async with connected(account) as transport:
        await transport.send(REQUEST)
    assert 10.0 == account.minted[0].extensions["timeout"]["connect"]
