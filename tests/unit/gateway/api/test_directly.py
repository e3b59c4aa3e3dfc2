"""Plain calls are answered as those are that ask for more."""

from __future__ import annotations

import httpx
import msgspec
import pytest
from litestar.types import Message

from gateway.api.directly import directly
from gateway.sdk.errors import StoreUnavailable
from tests.unit.gateway.api.conftest import LEAST, Build, House, settings

# Asks for nothing that would change the answer, and goes the long way all the same.
MORE = {"prefer": "respond-async"}


async def test_both_ways_give_the_same_answer(bot: httpx.AsyncClient) -> None:
    plain = await bot.post("/v1/handoffs", json=LEAST)
    long = await bot.post("/v1/handoffs", json=LEAST, headers=MORE)
    answers = [
        (
            one.status_code,
            one.text.replace(one.json()["id"], "ID"),
            {**one.headers, "location": one.headers["location"].replace(one.json()["id"], "ID")},
        )
        for one in (plain, long)
    ]
    assert answers[0] == answers[1]


async def test_both_ways_refuse_alike(bot: httpx.AsyncClient) -> None:
    sent = {"conversation": {"id": 7}}
    plain = await bot.post("/v1/handoffs", json=sent)
    long = await bot.post("/v1/handoffs", json=sent, headers=MORE)
    assert (422, plain.content) == (long.status_code, long.content)


@pytest.mark.parametrize("headers", [{}, MORE])
async def test_a_repeated_one_is_told_how_it_stands(bot: httpx.AsyncClient, headers) -> None:
    keyed = {"idempotency-key": "k"}
    first = await bot.post("/v1/handoffs", json=LEAST, headers={**keyed, "prefer": "wait=5"})
    again = (await bot.post("/v1/handoffs", json=LEAST, headers={**keyed, **headers})).json()
    assert (first.json()["id"], "verified", True) == (
        again["id"],
        again["status"],
        again["repeated"],
    )


@pytest.mark.parametrize("headers", [{}, {"prefer": "wait=1"}])
async def test_a_store_that_fails_after_the_commit_does_not_make_the_sender_send_it_twice(
    house: House, bot: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, headers
) -> None:
    async def failing(_: str) -> None:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(house.services.store, "handoff", failing)
    answer = await bot.post("/v1/handoffs", json=LEAST, headers=headers)

    assert (202, "pending") == (answer.status_code, answer.json()["status"])


@pytest.mark.parametrize("says_so", [True, False])
async def test_a_body_that_is_too_large_is_not_read_to_its_end(build: Build, says_so: bool) -> None:
    known = settings("support")
    house = await build(
        msgspec.structs.replace(
            known, gateway=msgspec.structs.replace(known.gateway, max_body=1000)
        )
    )
    bot = await house.caller()
    read = 0

    async def pieces():
        nonlocal read
        for _ in range(100):
            read += 1
            yield b" " * 300

    headers = {"content-length": "30000"} if says_so else {}
    answer = await bot.post("/v1/handoffs", content=pieces(), headers=headers)
    assert (413, "body.too_large") == (answer.status_code, answer.json()["code"])


async def test_a_sender_that_hangs_up_in_the_middle_has_handed_nothing_over(house: House) -> None:
    came: list[Message] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return came.pop(0)

    async def nobody(*_: object) -> None:
        raise AssertionError

    scope = {
        "type": "http",
        "query_string": b"",
        "headers": [],
        "state": {},
        "litestar_app": house.app,
    }
    await directly(nobody)(scope, receive, nobody)  # type: ignore[arg-type]
    assert [] == await house.services.store.handoffs(
        status=None, conversation=None, before=None, limit=9
    )
