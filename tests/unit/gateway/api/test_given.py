"""The handoff that something is tried on: as it would be accepted, and only for who may read it."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from gateway.api.given import least
from gateway.schema.codec import decode_handoff
from tests.unit.gateway.api.conftest import LEAST, House
from tests.unit.gateway.delivery.desks import FIRST, SECOND
from tests.unit.gateway.delivery.works import SECONDS

PREVIEW = "/v1/preview"


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    return await house.caller("ann", "mappings:write", "handoffs:read")


def asked(**members: object) -> dict[str, object]:
    return {"mapping": SECOND, **members}


async def kept(house: House, content: str = "Kept") -> str:
    """The id of a handoff that was delivered."""
    bot = await house.caller()
    said = {"id": "c-1", "messages": [{"role": "customer", "content": content}]}
    headers = {"prefer": f"wait={int(SECONDS)}"}
    return (await bot.post("/v1/handoffs", json={"conversation": said}, headers=headers)).json()[
        "id"
    ]


def titles(answer: httpx.Response) -> list[object]:
    assert 200 == answer.status_code, answer.text
    return [one["value"] for one in answer.json()["fields"] if one["name"] == "title"]


async def test_a_handoff_is_read_as_if_it_were_handed_over(ann) -> None:
    assert ["Hello"] == titles(await ann.post(PREVIEW, json=asked(handoff=LEAST)))


async def test_a_handoff_in_a_dialect_is_translated_first(ann) -> None:
    native = {"messages": [{"role": "user", "content": "Twice!"}]}
    answer = await ann.post(PREVIEW, json=asked(handoff=native), params={"dialect": "openai_chat"})
    assert ["Twice!"] == titles(answer)


async def test_a_handoff_of_the_past_is_found_by_its_id(ann, house: House) -> None:
    handoff_id = await kept(house)
    assert ["Kept"] == titles(await ann.post(PREVIEW, json=asked(handoff_id=handoff_id)))


async def test_two_handoffs_are_one_too_many(ann) -> None:
    answer = await ann.post(PREVIEW, json=asked(handoff=LEAST, handoff_id="h-1"))
    assert (400, True) == (answer.status_code, "not both" in answer.json()["detail"])


async def test_a_null_is_no_handoff(ann, house: House) -> None:
    handoff_id = await kept(house)
    answer = await ann.post(PREVIEW, json=asked(handoff=None, handoff_id=handoff_id))
    assert ["Kept"] == titles(answer)


async def test_a_handoff_that_never_was_is_a_404(ann) -> None:
    answer = await ann.post(PREVIEW, json=asked(handoff_id="h-nowhere"))
    assert (404, "resource.not_found") == (answer.status_code, answer.json()["code"])


async def test_what_a_customer_said_is_not_for_a_key_that_only_writes_mappings(
    house: House,
) -> None:
    writer = await house.caller("writer", "mappings:write")
    handoff_id = await kept(house)
    found = await writer.post(PREVIEW, json=asked(handoff_id=handoff_id))
    nowhere = await writer.post(PREVIEW, json=asked(handoff_id="h-nowhere"))
    assert [403, 403] == [found.status_code, nowhere.status_code]


async def test_a_handoff_that_is_none_is_refused_as_handing_it_over_would_be(ann, house) -> None:
    wrong = {"conversation": {"id": 3}}
    tried = await ann.post(PREVIEW, json=asked(handoff=wrong))
    bot = await house.caller()
    handed = await bot.post("/v1/handoffs", json=wrong)
    assert (handed.status_code, handed.json()["code"]) == (tried.status_code, tried.json()["code"])


async def test_numbers_come_through_the_door_digit_for_digit(ann) -> None:
    text = FIRST.replace("conversation.id", "extensions.n")
    body = (
        b'{"mapping": %s, "handoff": {"conversation": {"id": "c", "messages":'
        b' [{"role": "customer", "content": "x"}]}, "extensions": {"n": "0123.450"}}}'
    ) % msgspec.json.encode(text)
    assert ["0123.450"] == titles(await ann.post(PREVIEW, content=body))


def test_the_least_handoff_is_one() -> None:
    given = least()
    assert given.handoff == decode_handoff(given.package)
    assert "dry-run" == given.handoff.conversation.id
