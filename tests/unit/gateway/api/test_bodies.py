"""Bodies of requests: read whole, and refused with all that is wrong with them."""

from __future__ import annotations

import json

import httpx
import pytest

from gateway.api.bodies import BodyRefused
from gateway.delivery.presets import preset_text
from mappings.reading import MOST_CHARACTERS
from tests.unit.gateway.api.conftest import House
from tests.unit.gateway.delivery.desks import FIRST

DRAFT = "/v1/mappings/desk/draft"


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    return await house.caller("ann", "mappings:write")


async def saved(ann: httpx.AsyncClient) -> str:
    return (await ann.get("/v1/mappings/desk")).json()["draft_text"]


async def test_a_text_is_kept_to_the_byte(ann) -> None:
    text = FIRST.replace("\n", "\r\n") + "# ü \U0001f600 {{ }} \t\r\n"
    await ann.put(DRAFT, content=text.encode())
    assert text == await saved(ann)


async def test_a_text_may_also_come_as_a_member_of_json(ann) -> None:
    await ann.put(DRAFT, json={"text": FIRST})
    assert FIRST == await saved(ann)


async def test_a_byte_order_mark_is_no_part_of_a_text(ann) -> None:
    await ann.put(DRAFT, content=b"\xef\xbb\xbf" + FIRST.encode())
    assert FIRST == await saved(ann)


async def test_a_text_that_is_not_utf_8_is_refused_and_nothing_is_saved(ann) -> None:
    answer = await ann.put(DRAFT, content=FIRST.encode("utf-16"))
    assert (400, "The text is not UTF-8.") == (answer.status_code, answer.json()["detail"])
    assert 404 == (await ann.get("/v1/mappings/desk")).status_code


async def test_a_text_that_is_too_long_says_how_long_it_may_be(ann) -> None:
    answer = await ann.put(DRAFT, content="#" * (MOST_CHARACTERS + 1))
    assert (400, True) == (answer.status_code, str(MOST_CHARACTERS) in answer.json()["detail"])


async def test_the_longest_text_is_taken_whatever_its_letters_weigh(ann) -> None:
    answer = await ann.put(DRAFT, content=("#" + "é" * (MOST_CHARACTERS - 1)).encode())
    assert 200 == answer.status_code


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (b'{"text": 3}', {"/text"}),
        (b"{}", {"/text"}),
        (b'{"text": "x", "name": "y"}', {"/name"}),
        (b'{"texts": []}', {"/text", "/texts"}),
    ],
)
async def test_a_json_body_is_told_all_that_is_wrong_with_it(ann, body, pointers) -> None:
    answer = await ann.put(DRAFT, content=body, headers={"content-type": "application/json"})
    assert (400, "request.invalid") == (answer.status_code, answer.json()["code"])
    assert pointers == {error["pointer"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[" * 100_000, b'{"text": "\\ud800"}', b"NaN", b"null x"]
)
async def test_what_is_no_json_is_a_400_and_no_bug(ann, body: bytes) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    answer = await ann.put(DRAFT, content=body, headers=headers)
    assert (400, "request.invalid") == (answer.status_code, answer.json()["code"])


async def test_no_body_at_all_is_an_empty_object(ann) -> None:
    answer = await ann.post("/v1/mappings/desk/publish")
    assert {"/note", "/expected"} == {error["pointer"] for error in answer.json()["errors"]}


async def test_a_body_is_no_place_for_a_customers_words_in_an_error(ann) -> None:
    secret = "4111111111111111"
    body = json.dumps({"note": [secret], secret: 1})
    answer = await ann.post("/v1/mappings/desk/publish", content=body)
    assert secret not in answer.json()["detail"]
    assert not any(secret in error["detail"] for error in answer.json()["errors"])


async def test_a_preset_can_be_saved_as_it_is(ann) -> None:
    for name in ("salesforce-case", "webhook"):
        assert 200 == (await ann.put(DRAFT, content=preset_text(name))).status_code


def test_the_error_says_what_its_reader_can_do() -> None:
    assert ("request.invalid", "The request cannot be read.") == (
        BodyRefused.code,
        BodyRefused.public,
    )
