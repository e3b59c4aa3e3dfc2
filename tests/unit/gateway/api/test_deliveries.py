"""One delivery can be looked into, exchange by exchange."""

from __future__ import annotations

import httpx

from tests.unit.gateway.api.conftest import LEAST


async def delivery(bot: httpx.AsyncClient) -> dict:
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    return waited.json()["deliveries"][0]


async def test_a_delivery_is_shown_with_every_exchange_in_order(bot: httpx.AsyncClient) -> None:
    short = await delivery(bot)
    detail = (await bot.get(f"/v1/deliveries/{short['id']}")).json()
    assert short == {name: detail[name] for name in short}
    assert [
        ("deliver", "create", 201),
        ("deliver", "attach", 200),
        ("read_back", "read", 200),
        ("read_back", "load", 200),
    ] == [(one["phase"], one["step"], one["status"]) for one in detail["exchanges"]]


async def test_an_exchange_shows_no_body_and_no_header(bot: httpx.AsyncClient) -> None:
    detail = (await bot.get(f"/v1/deliveries/{(await delivery(bot))['id']}")).json()
    assert [
        "phase",
        "round",
        "number",
        "step",
        "method",
        "path",
        "attempt",
        "status",
        "started_at",
        "finished_at",
    ] == list(detail["exchanges"][0])


async def test_a_delivery_nobody_knows_is_a_404(bot: httpx.AsyncClient) -> None:
    response = await bot.get("/v1/deliveries/nobody")
    assert (404, "resource.not_found") == (response.status_code, response.json()["code"])
