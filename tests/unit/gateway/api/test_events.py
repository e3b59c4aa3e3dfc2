"""What becomes of a handoff is told as it happens, and a stream that broke goes on where it was."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from gateway.api import events
from gateway.api.events import told
from tests.unit.gateway.api.conftest import LEAST, House


async def handed_over(bot: httpx.AsyncClient) -> dict[str, Any]:
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    return waited.json()


async def heard(stream: AsyncIterator[Any], count: int) -> list[Any]:
    found: list[Any] = []
    async with aclosing(stream) as messages:
        async for message in messages:
            found.append(message)
            if len(found) == count:
                break
    return found


async def test_a_handoffs_story_is_streamed_from_the_beginning(bot, house: House) -> None:
    handoff = await handed_over(bot)
    messages = await heard(told(house.services.store, handoff["id"], 0), 3)
    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == [
        message.event for message in messages
    ]
    last = json.loads(messages[-1].data)
    assert ("delivery.verified", handoff["id"]) == (last["type"], last["data"]["handoff_id"])


async def test_a_stream_goes_on_behind_the_last_event_that_was_heard(bot, house: House) -> None:
    handoff = await handed_over(bot)
    first = await heard(told(house.services.store, handoff["id"], 0), 2)
    (rest,) = await heard(told(house.services.store, handoff["id"], int(first[-1].id)), 1)
    assert "delivery.verified" == rest.event


async def test_what_happens_while_somebody_listens_is_told(
    bot, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)
    handoff = await handed_over(bot)
    stream = told(house.services.store, handoff["id"], 0)
    async with aclosing(stream):
        for _ in range(3):
            await anext(stream)
        row = await house.services.store.delivery(handoff["deliveries"][0]["id"])
        await house.services.store.save_delivery(replace(row, status="degraded"))
        assert "delivery.degraded" == (await anext(stream)).event


async def test_in_a_long_silence_a_comment_keeps_the_line_open(
    bot, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(events, "SILENCE_SECONDS", 0.02)
    handoff = await handed_over(bot)
    last = await heard(told(house.services.store, handoff["id"], 10**9), 1)
    assert ("still here", None) == (last[0].comment, last[0].id)


@pytest.mark.parametrize("last", ["", "x", "-1", "\u0661", "9" * 40])
def test_an_event_that_we_never_told_counts_as_none(last: str) -> None:
    assert 0 == events._sequence(last)


async def test_a_handoff_that_nobody_knows_has_no_stream(bot) -> None:
    response = await bot.get("/v1/handoffs/nobody/events")
    assert (404, "resource.not_found") == (response.status_code, response.json()["code"])


async def test_a_key_that_may_not_read_hears_nothing(bot, house: House) -> None:
    handoff = await handed_over(bot)
    writer = await house.caller("writer", "handoffs:write")
    response = await writer.get(f"/v1/handoffs/{handoff['id']}/events")
    assert 403 == response.status_code
