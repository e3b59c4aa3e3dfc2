"""Handing over, waiting for the proof, and looking things up again."""

from __future__ import annotations

import asyncio

import httpx
import msgspec
import pytest

from gateway.store.records import NewHandoff
from tests.unit.gateway.api.conftest import LEAST, Build, House, settings


async def test_who_waits_is_answered_with_the_proof(bot: httpx.AsyncClient) -> None:
    response = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    document = response.json()
    assert (200, "verified") == (response.status_code, document["status"])
    assert document["receipt"] == (await bot.get(document["links"]["receipt"])).json()


async def test_a_wait_in_a_second_prefer_header_counts(bot: httpx.AsyncClient) -> None:
    headers = [("prefer", "return=representation"), ("prefer", "wait=5")]
    response = await bot.post("/v1/handoffs", json=LEAST, headers=headers)
    assert 200 == response.status_code


async def test_who_waits_in_vain_gets_the_promise(house: House, bot: httpx.AsyncClient) -> None:
    stuck = asyncio.Event()

    async def stall(_: httpx.Request) -> None:
        await stuck.wait()

    house.vendor.before = stall
    response = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=1"})
    assert 202 == response.status_code
    assert response.json()["status"] in ("pending", "delivering")
    assert response.json()["links"]["self"] == response.headers["location"]


async def test_a_repeated_handoff_is_answered_with_the_first_ones_proof(
    bot: httpx.AsyncClient,
) -> None:
    headers = {"prefer": "wait=5", "idempotency-key": "k"}
    first = (await bot.post("/v1/handoffs", json=LEAST, headers=headers)).json()
    assert first == (await bot.post("/v1/handoffs", json=LEAST, headers=headers)).json()


@pytest.mark.parametrize("chosen", ["here", "there", "nowhere"])
async def test_a_receipt_can_be_read_for_one_destination(build: Build, chosen: str) -> None:
    house = await build(settings("here", "there"))
    bot = await house.caller()
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    rows = (await bot.get(waited.json()["links"]["receipt"], params={"destination": chosen})).json()
    found = {place["destination"] for row in rows for place in row["places"]}
    assert ({chosen} if chosen != "nowhere" else set()) == found


async def test_a_receipt_names_both_destinations_in_one_row(build: Build) -> None:
    house = await build(settings("here", "there"))
    bot = await house.caller()
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    rows = waited.json()["receipt"]
    assert len({row["pointer"] for row in rows}) == len(rows) > 0
    assert all(
        {"here", "there"} == {place["destination"] for place in row["places"]} for row in rows
    )


async def test_a_handoff_that_has_not_been_proved_has_an_empty_receipt(build: Build) -> None:
    house = await build(settings("support", enabled=False))
    bot = await house.caller()
    accepted = (await bot.post("/v1/handoffs", json=LEAST)).json()
    receipt = await bot.get(accepted["links"]["receipt"])
    assert (200, []) == (receipt.status_code, receipt.json())


async def test_the_raw_body_comes_back_byte_for_byte_and_is_never_rendered(
    bot: httpx.AsyncClient,
) -> None:
    body = b'\n{ "conversation" : ' + msgspec.json.encode(LEAST["conversation"]) + b"}  "
    headers = {"content-type": "application/json; charset=utf-8"}
    accepted = (await bot.post("/v1/handoffs", content=body, headers=headers)).json()
    raw = await bot.get(accepted["links"]["raw"])
    assert body == raw.content
    assert ("application/octet-stream", "attachment", "nosniff", headers["content-type"]) == (
        raw.headers["content-type"],
        raw.headers["content-disposition"],
        raw.headers["x-content-type-options"],
        raw.headers["x-original-content-type"],
    )


async def test_the_package_is_the_canonical_handoff(bot: httpx.AsyncClient) -> None:
    accepted = (await bot.post("/v1/handoffs", json=LEAST)).json()
    package = await bot.get(accepted["links"]["package"])
    assert "application/json" == package.headers["content-type"].partition(";")[0]
    assert LEAST["conversation"]["id"] == package.json()["conversation"]["id"]


async def test_a_page_that_is_not_full_is_the_last(bot: httpx.AsyncClient) -> None:
    ids = [(await bot.post("/v1/handoffs", json=LEAST)).json()["id"] for _ in range(3)]
    first = (await bot.get("/v1/handoffs", params={"limit": 2})).json()
    rest = (await bot.get("/v1/handoffs", params={"limit": 2, "before": first["next"]})).json()
    assert ids[::-1] == [one["id"] for one in first["handoffs"] + rest["handoffs"]]
    assert (ids[1], None) == (first["next"], rest["next"])


async def test_handoffs_are_found_by_their_status(house: House, bot: httpx.AsyncClient) -> None:
    await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    house.vendor.before = lambda _: httpx.Response(422)
    await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    found = (await bot.get("/v1/handoffs", params={"status": "failed"})).json()["handoffs"]
    assert ["failed"] == [one["status"] for one in found]


async def test_a_page_behind_a_handoff_nobody_knows_is_a_404(bot: httpx.AsyncClient) -> None:
    assert 404 == (await bot.get("/v1/handoffs", params={"before": "nobody"})).status_code


async def test_a_handoff_is_kept_under_its_senders_name(
    house: House, bot: httpx.AsyncClient
) -> None:
    kept: list[NewHandoff] = []
    real = house.services.store.accept

    async def accept(handoff: NewHandoff):
        kept.append(handoff)
        return await real(handoff)

    house.services.store.accept = accept  # type: ignore[method-assign]
    await bot.post("/v1/handoffs", json=LEAST, headers={"idempotency-key": "k"})
    assert [("bot", "k")] == [(one.client, one.idempotency_key) for one in kept]
