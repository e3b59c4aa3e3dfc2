"""``POST /v1/preview`` tells what would happen, and nothing does."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.unit.gateway.api.conftest import LEAST, House
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND
from tests.unit.gateway.delivery.works import SECONDS


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    return await house.caller("ann", "mappings:write")


async def previewed(caller: httpx.AsyncClient, query: str = "", **asked: Any) -> httpx.Response:
    return await caller.post(f"/v1/preview{query}", json=asked)


async def test_a_destinations_own_mapping_is_tried_on_the_handoff_sent(ann) -> None:
    response = await previewed(ann, destination="support", handoff=LEAST)
    document = response.json()
    assert 200 == response.status_code
    assert [("title", "c-1")] == [(one["name"], one["value"]) for one in document["fields"]]
    assert {"/conversation/id", "/id"} <= {leaf["pointer"] for leaf in document["leaves"]}


async def test_nothing_is_stored_and_nothing_is_sent(ann, house: House) -> None:
    await previewed(ann, destination="support", handoff=LEAST)
    store = house.services.store
    assert [] == await store.handoffs(status=None, conversation=None, before=None, limit=9)
    assert [] == house.vendor.asked


async def test_a_text_goes_before_the_destinations_own(ann) -> None:
    document = (await previewed(ann, destination="support", mapping=SECOND, handoff=LEAST)).json()
    assert ["Hello"] == [one["value"] for one in document["fields"]]


async def test_a_published_mapping_is_tried_by_its_name(ann) -> None:
    asked = {"text": SECOND, "note": "why", "expected": 0}
    await ann.post("/v1/mappings/desk/publish", json=asked)
    document = (await previewed(ann, mapping="desk", handoff=LEAST)).json()
    assert ["Hello"] == [one["value"] for one in document["fields"]]


async def test_a_text_with_errors_gives_problems_and_nothing_else(ann) -> None:
    response = await previewed(ann, mapping=BROKEN, handoff=LEAST)
    document = response.json()
    assert (200, [], []) == (response.status_code, document["fields"], document["leaves"])
    assert "M101" in [one["code"] for one in document["problems"]]


async def test_a_native_document_is_tried_in_its_dialect(ann) -> None:
    native = {"messages": [{"role": "user", "content": "I was charged twice."}]}
    document = (await previewed(ann, "?dialect=openai_chat", mapping=SECOND, handoff=native)).json()
    assert ["I was charged twice."] == [one["value"] for one in document["fields"]]


async def test_a_handoff_of_the_past_is_tried_by_those_who_may_read_it(ann, house: House) -> None:
    bot = await house.caller()
    headers = {"prefer": f"wait={int(SECONDS)}"}
    handed = (await bot.post("/v1/handoffs", json=LEAST, headers=headers)).json()
    asked = {"destination": "support", "handoff_id": handed["id"]}
    refused = await previewed(ann, **asked)
    reader = await house.caller("reader", "handoffs:read")
    assert (403, "auth.scope") == (refused.status_code, refused.json()["code"])
    assert "Hello" not in refused.text
    assert 200 == (await previewed(reader, **asked)).status_code


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"destination": "nobody", "handoff": LEAST}, 404, "resource.not_found"),
        ({"mapping": "nobody", "handoff": LEAST}, 404, "resource.not_found"),
        ({"handoff": LEAST}, 400, "request.invalid"),
        ({"destination": "support"}, 400, "request.invalid"),
        ({"destination": "support", "handoff": None}, 400, "request.invalid"),
        (
            {"destination": "support", "handoff": LEAST, "handoff_id": "x"},
            400,
            "request.invalid",
        ),
        ({"destination": 1, "handoff": LEAST}, 400, "request.invalid"),
        ({"destination": "support", "handoff": LEAST, "more": 1}, 400, "request.invalid"),
        (
            {"destination": "support", "handoff": {"conversation": {"id": 1}}},
            422,
            "handoff.invalid",
        ),
    ],
)
async def test_what_cannot_be_tried_says_why(ann, asked, status: int, code: str) -> None:
    response = await previewed(ann, **asked)
    assert (status, code) == (response.status_code, response.json()["code"])


async def test_an_unknown_handoff_is_a_404(house: House) -> None:
    reader = await house.caller("reader", "handoffs:read")
    response = await previewed(reader, destination="support", handoff_id="nobody")
    assert 404 == response.status_code


async def test_a_body_that_is_no_json_is_a_400(ann) -> None:
    response = await ann.post("/v1/preview", content=b"{")
    assert (400, "request.invalid") == (response.status_code, response.json()["code"])


async def test_the_handoff_goes_through_the_door_byte_for_byte(ann) -> None:
    body = (
        b'{"destination":"support","mapping":'
        + httpx.Request(
            "POST", "http://x", json=FIRST.replace("conversation.id", "risks[0].code")
        ).content
        + b',"handoff":{"conversation":{"id":"c","messages":[]},"risks":[{"code":"a","code":"b"}]}}'
    )
    document = (await ann.post("/v1/preview", content=body)).json()
    assert "/provenance/loss/0/reason" in {leaf["pointer"] for leaf in document["leaves"]}
