"""A handoff as a vCon over HTTP."""

from __future__ import annotations

import httpx

from gateway.intake.dialects.vcon import dialect
from tests.unit.gateway.api.conftest import LEAST


async def test_a_handoff_is_served_as_a_vcon(bot: httpx.AsyncClient) -> None:
    accepted = (await bot.post("/v1/handoffs", json=LEAST)).json()

    found = await bot.get(accepted["links"]["vcon"])

    assert (200, "application/vcon+json") == (
        found.status_code,
        found.headers["content-type"].partition(";")[0],
    )
    package = (await bot.get(accepted["links"]["package"])).json()
    assert package == dialect.normalize(found.json()).handoff


async def test_no_handoff_is_no_vcon(bot: httpx.AsyncClient) -> None:
    assert 404 == (await bot.get("/v1/handoffs/none/vcon")).status_code
