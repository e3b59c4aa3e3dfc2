"""The live session: turns are kept until a handoff picks them up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from gateway.config.settings import ClientSettings
from tests.unit.gateway.api.conftest import Build, House, settings

HANDOFF = {"conversation": {"id": "c-81"}, "reason": {"code": "complaint"}}
TURNS = "/v1/conversations/c-81/turns"


def _said(*words: str, role: str = "customer") -> dict[str, Any]:
    return {"messages": [{"role": role, "content": text} for text in words]}


async def _package(bot: httpx.AsyncClient, **handoff: Any) -> dict[str, Any]:
    accepted = await bot.post("/v1/handoffs", json={**HANDOFF, **handoff})
    assert 202 == accepted.status_code, accepted.text
    package: dict[str, Any] = (await bot.get(accepted.json()["links"]["package"])).json()
    return package


async def test_a_handoff_without_messages_picks_up_the_turns_in_order(
    bot: httpx.AsyncClient,
) -> None:
    for turn in (_said("Hi"), _said("Hello!", role="bot"), _said("Help", "please")):
        assert 201 == (await bot.post(TURNS, json=turn)).status_code

    package = await _package(bot)

    assert ["Hi", "Hello!", "Help", "please"] == [
        message["content"] for message in package["conversation"]["messages"]
    ]
    assert "complaint" == package["reason"]["code"]
    assert [1, 2, 3, 4] == [message["seq"] for message in package["conversation"]["messages"]]
    assert 4 == len({message["id"] for message in package["conversation"]["messages"]})


async def test_the_answer_says_which_turn_it_is(bot: httpx.AsyncClient) -> None:
    first = await bot.post(TURNS, json=_said("Hi"))
    again = await bot.post(TURNS, json=_said("Hi"))

    turn = {"conversation_id": "c-81", "turn": 1, "dialect": "canonical"}
    assert (201, {**turn, "repeated": False}) == (first.status_code, first.json())
    assert (200, {**turn, "repeated": True}) == (again.status_code, again.json())


async def test_the_same_words_under_two_keys_were_said_twice(bot: httpx.AsyncClient) -> None:
    for key in ("k1", "k2", "k1"):
        await bot.post(TURNS, json=_said("Yes"), headers={"idempotency-key": key})

    assert 2 == len((await _package(bot))["conversation"]["messages"])


async def test_a_key_with_another_body_is_refused(bot: httpx.AsyncClient) -> None:
    await bot.post(TURNS, json=_said("Yes"), headers={"idempotency-key": "k"})
    refused = await bot.post(TURNS, json=_said("No"), headers={"idempotency-key": "k"})

    assert (422, "idempotency.mismatch") == (refused.status_code, refused.json()["code"])


async def test_turns_come_in_in_any_dialect(bot: httpx.AsyncClient, shared: Path) -> None:
    bodies = [
        (shared / "data" / "dialects" / f"{name}.json").read_bytes()
        for name in ("dialogflow_cx_webhook_request", "lex_v2_lambda_event")
    ]
    for body in bodies:
        headers = {"content-type": "application/json"}
        assert 201 == (await bot.post(TURNS, content=body, headers=headers)).status_code

    package = await _package(bot)

    assert "c-81" == package["conversation"]["id"]
    assert "lex_v2" == package["source"]["system"]
    assert "mei_brown_7075" == package["customer"]["id"]
    first_of_each = {
        one["path"]: one["rule"]
        for one in package["provenance"]["generated"]
        if one["rule"].startswith("turns.") and one["rule"] != "turns.kept_at"
    }
    assert ["turns.dialogflow_cx", "turns.lex_v2"] == list(first_of_each.values())


async def test_nothing_that_a_turn_said_is_lost_where_another_says_otherwise(
    bot: httpx.AsyncClient,
) -> None:
    await bot.post(TURNS, json={**_said("a"), "urgency": {"level": "low"}})
    await bot.post(TURNS, json={**_said("b"), "urgency": {"level": "high"}, "zzz": 3})

    package = await _package(bot, urgency={"level": "critical"})

    assert {"level": "critical"} == package["urgency"]
    assert {
        "/turns/1/urgency": {"level": "low"},
        "/turns/2/urgency": {"level": "high"},
        "/turns/2/zzz": 3,
    } == package["unmapped"]


async def test_redactions_in_a_turn_are_counted_once(house: House, bot: httpx.AsyncClient) -> None:
    for _ in range(2):
        await bot.post(TURNS, json=_said("4111 1111 1111 1111"))

    text = house.services.meters.text([], {}, "2026-11-20T10:00:00Z").decode()
    assert 'readback_redactions_total{detector="card"} 1.0' in text


async def test_what_is_redacted_in_a_handoff_is_redacted_in_a_turn(
    house: House, bot: httpx.AsyncClient
) -> None:
    for number in ("4111 1111 1111 1111", "5500 0000 0000 0004"):
        await bot.post(TURNS, json=_said(f"my card is {number}"))

    (first, second) = await house.services.store.turns("bot", "c-81")
    assert b"1111" not in first.document
    assert ["my card is [CARD:1.1]", "my card is [CARD:2.1]"] == [
        message["content"] for message in (await _package(bot))["conversation"]["messages"]
    ]
    assert second.number == 2


async def test_without_turns_a_handoff_needs_messages(bot: httpx.AsyncClient) -> None:
    refused = await bot.post("/v1/handoffs", json=HANDOFF)

    (problem,) = refused.json()["errors"]
    assert (422, "/conversation/messages") == (refused.status_code, problem["pointer"])
    assert "no turns of this conversation were kept" in problem["detail"]


async def test_no_client_picks_up_anothers_turns(house: House, bot: httpx.AsyncClient) -> None:
    await bot.post(TURNS, json=_said("Hi"))
    other = await house.caller("other")

    assert 422 == (await other.post("/v1/handoffs", json=HANDOFF)).status_code


async def test_a_handoff_that_has_messages_picks_nothing_up(bot: httpx.AsyncClient) -> None:
    await bot.post(TURNS, json=_said("Hi"))
    said = {"id": "c-81", "messages": [{"role": "customer", "content": "All of it."}]}

    package = await _package(bot, conversation=said)

    assert ["All of it."] == [one["content"] for one in package["conversation"]["messages"]]


async def test_a_repeated_pick_up_is_the_same_handoff(bot: httpx.AsyncClient) -> None:
    await bot.post(TURNS, json=_said("Hi"))
    headers = {"idempotency-key": "k"}

    first = await bot.post("/v1/handoffs", json=HANDOFF, headers=headers)
    await bot.post(TURNS, json=_said("More"))
    again = await bot.post("/v1/handoffs", json=HANDOFF, headers=headers)

    assert first.json()["id"] == again.json()["id"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "body.not_json"),
        (b"{}", "dialect.unknown"),
        (b'{"messages": [{"role": "customer", "content": 3}]}', "handoff.invalid"),
    ],
)
async def test_what_is_no_turn_is_refused(bot: httpx.AsyncClient, body: bytes, code: str) -> None:
    refused = await bot.post(TURNS, content=body, headers={"content-type": "application/json"})

    assert code == refused.json()["code"]


async def test_an_id_that_no_conversation_can_have_is_refused(bot: httpx.AsyncClient) -> None:
    refused = await bot.post(f"/v1/conversations/{'x' * 256}/turns", json=_said("Hi"))

    assert (422, "handoff.invalid") == (refused.status_code, refused.json()["code"])


async def test_a_conversation_is_at_most_as_large_as_a_handoff(build: Build) -> None:
    wanted = settings("here")
    gateway = msgspec.structs.replace(wanted.gateway, max_body=2000)
    bot = await (await build(msgspec.structs.replace(wanted, gateway=gateway))).caller()

    assert 201 == (await bot.post(TURNS, json=_said("a" * 1500))).status_code
    refused = await bot.post(TURNS, json=_said("b" * 1500))

    assert (413, "body.too_large") == (refused.status_code, refused.json()["code"])


async def test_the_usual_dialect_of_a_client_goes_before_recognition(build: Build) -> None:
    clients = {"bot": ClientSettings(dialect="rasa")}
    house = await build(msgspec.structs.replace(settings("here"), clients=clients))
    bot, other = await house.caller("bot"), await house.caller("other")
    said = [{"role": "user", "content": "Hi"}]

    assert "rasa" == (await bot.post(TURNS, json=said)).json()["dialect"]
    assert "openai_chat" == (await other.post(TURNS, json=said)).json()["dialect"]
    named = await bot.post(TURNS, json=said, params={"dialect": "openai_chat"})
    assert "openai_chat" == named.json()["dialect"]
    media = {"content-type": "application/vnd.readback.openai_chat+json"}
    sent = await bot.post("/v1/handoffs", content=json.dumps(said), headers=media)
    assert 202 == sent.status_code
