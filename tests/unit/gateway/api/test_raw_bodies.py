"""The raw body, and what is said where privacy changed it."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from tests.unit.gateway.api.conftest import LEAST, House

CARD = {
    "conversation": {
        "id": "c-1",
        "messages": [{"role": "customer", "content": "4111 1111 1111 1111"}],
    }
}


async def _raw_after(house: House, body: bytes) -> Any:
    bot = await house.caller()
    accepted = await bot.post(
        "/v1/handoffs", content=body, headers={"content-type": "application/json"}
    )
    assert 202 == accepted.status_code
    return await bot.get(accepted.json()["links"]["raw"])


async def test_a_body_is_given_back_byte_for_byte(house: House) -> None:
    body = b"  " + msgspec.json.encode(LEAST)

    answer = await _raw_after(house, body)

    assert (body, "as-sent") == (answer.content, answer.headers["x-readback-raw"])
    assert "attachment" == answer.headers["content-disposition"]


async def test_a_body_from_which_values_were_taken_says_so(house: House) -> None:
    answer = await _raw_after(house, json.dumps(CARD).encode())

    assert "masked" == answer.headers["x-readback-raw"]
    assert b"[CARD:1]" in answer.content
    assert b"4111" not in answer.content


async def test_a_body_that_cannot_be_masked_is_gone(house: House) -> None:
    answer = await _raw_after(house, json.dumps(CARD).encode("utf-16"))

    assert (410, "raw.not_kept") == (answer.status_code, answer.json()["code"])


async def test_redactions_are_counted_by_their_detector(house: House) -> None:
    await _raw_after(house, json.dumps(CARD).encode())

    text = house.services.meters.text([], {}, "2026-11-20T10:00:00Z").decode()

    assert 'readback_redactions_total{detector="card"} 1.0' in text


@pytest.mark.parametrize("name", ["nobody"])
async def test_there_is_no_body_of_what_is_not_there(house: House, name: str) -> None:
    bot = await house.caller()

    assert 404 == (await bot.get(f"/v1/handoffs/{name}/raw")).status_code
