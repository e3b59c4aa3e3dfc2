"""``/metrics`` tells Prometheus how things stand, without a key and without content."""

from __future__ import annotations

import httpx

from tests.unit.gateway.api.conftest import LEAST, House


async def samples(house: House) -> str:
    response = await (await house.anybody()).get("/metrics")
    assert "text/plain; version=0.0.4; charset=utf-8" == response.headers["content-type"]
    return response.text


async def test_before_anything_happened_every_destination_is_idle(house: House) -> None:
    text = await samples(house)
    assert 'readback_deliveries_waiting{destination="support"} 0.0' in text
    assert 'readback_breaker_open{destination="support"} 0.0' in text


async def test_a_verified_handoff_is_counted(bot: httpx.AsyncClient, house: House) -> None:
    await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    text = await samples(house)
    assert 'readback_handoffs_accepted_total{dialect="canonical"} 1.0' in text
    assert 'destination="support",status="verified"} 1.0' in text
    assert 'readback_exchange_seconds_count{answer="2xx",destination="support"} 4.0' in text


async def test_a_refused_body_is_counted_by_its_code(bot: httpx.AsyncClient, house: House) -> None:
    await bot.post("/v1/handoffs", json={"conversation": {"id": "c"}})
    assert 'readback_handoffs_refused_total{code="handoff.invalid"} 1.0' in await samples(house)


async def test_nothing_of_a_handoff_stands_in_it(bot: httpx.AsyncClient, house: House) -> None:
    messages = [{"role": "customer", "content": "my secret words"}]
    body = {"conversation": {"id": "secret-conversation", "messages": messages}}
    await bot.post("/v1/handoffs", json=body, headers={"prefer": "wait=5"})
    assert "secret" not in await samples(house)
