"""Publishing and rolling back over HTTP: in force at once, refused whole, one at a time."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from pathlib import Path

import httpx
import pytest

from gateway.store.mapping_records import NewRevision
from gateway.store.sqlite.store import SqliteStore
from tests.unit.gateway.api.conftest import LEAST, Build, House, settings
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND
from tests.unit.gateway.delivery.works import SECONDS

PATH = "/v1/mappings/desk"


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    return await house.caller("ann", "mappings:write")


async def publish(caller: httpx.AsyncClient, expected: int = 0, **members: object):
    asked = {"note": "why", "expected": expected, **members}
    return await caller.post(f"{PATH}/publish", json=asked)


async def test_the_draft_is_published_and_done_with(ann, house: House) -> None:
    await ann.put(f"{PATH}/draft", content=FIRST)
    response = await publish(ann)
    revision = response.json()["revision"]
    assert (201, 1, "ann", "why") == (
        response.status_code,
        revision["number"],
        revision["author"],
        revision["note"],
    )
    assert await house.services.store.draft("desk") is None


async def test_without_a_draft_and_without_a_text_there_is_nothing_to_publish(ann) -> None:
    response = await publish(ann)
    assert (404, "resource.not_found") == (response.status_code, response.json()["code"])


async def test_what_changes_is_told_with_what_was_published(ann, house: House) -> None:
    await publish(ann, text=FIRST)
    bot = await house.caller()
    headers = {"prefer": f"wait={int(SECONDS)}"}
    await bot.post("/v1/handoffs", json=LEAST, headers=headers)
    document = (await publish(ann, 1, text=SECOND)).json()
    assert '-from = "conversation.id"' in document["text"]
    assert (1, 1) == (document["effect"]["handoffs"], document["effect"]["affected"])
    assert [] == document["destinations"]


async def test_errors_are_the_same_objects_as_a_check_gives(ann) -> None:
    checked = (await ann.post(f"{PATH}/check", json={"text": BROKEN})).json()
    response = await publish(ann, text=BROKEN)
    document = response.json()
    assert (422, "mapping.invalid") == (response.status_code, document["code"])
    assert checked["problems"] == document["errors"]
    assert 404 == (await ann.get(PATH)).status_code


async def test_of_many_who_publish_at_once_one_succeeds_and_the_others_hear_of_it(ann) -> None:
    texts = [FIRST + f"# {number}\n" for number in range(6)]
    answers = await asyncio.gather(*(publish(ann, text=text) for text in texts))
    assert {201: 1, 409: 5} == Counter(answer.status_code for answer in answers)
    codes = {answer.json().get("code") for answer in answers if answer.status_code == 409}
    assert {"mapping.conflict"} == codes


async def test_the_same_text_again_is_a_conflict(ann) -> None:
    await publish(ann, text=FIRST)
    response = await publish(ann, 1, text=FIRST)
    assert (409, "mapping.unchanged") == (response.status_code, response.json()["code"])


@pytest.mark.parametrize(
    ("members", "pointers"),
    [
        ({}, {"/note", "/expected"}),
        ({"note": "", "expected": -1}, {"/note", "/expected"}),
        ({"note": "x", "expected": "1"}, {"/expected"}),
        ({"note": "x", "expected": 0, "texts": ""}, {"/texts"}),
        ({"note": "x" * 2001, "expected": 0, "last": 501}, {"/note", "/last"}),
    ],
)
async def test_all_that_is_wrong_with_a_request_is_named(ann, members, pointers) -> None:
    response = await ann.post(f"{PATH}/publish", json=members)
    assert 400 == response.status_code
    assert pointers == {error["pointer"] for error in response.json()["errors"]}


async def test_rolling_back_publishes_the_old_text_as_a_new_revision(ann) -> None:
    await publish(ann, text=FIRST)
    await publish(ann, 1, text=SECOND)
    asked = {"revision": 1, "note": "worse", "expected": 2}
    response = await ann.post(f"{PATH}/rollback", json=asked)
    revision = response.json()["revision"]
    assert (201, 3, 1) == (response.status_code, revision["number"], revision["rolled_back_from"])
    assert FIRST == (await ann.get(PATH)).json()["text"]


async def test_rolling_back_to_what_never_was_is_a_404(ann) -> None:
    await publish(ann, text=FIRST)
    asked = {"revision": 9, "note": "worse", "expected": 1}
    assert 404 == (await ann.post(f"{PATH}/rollback", json=asked)).status_code


async def test_rolling_back_unseen_is_a_conflict(ann) -> None:
    await publish(ann, text=FIRST)
    await publish(ann, 1, text=SECOND)
    asked = {"revision": 1, "note": "worse", "expected": 1}
    assert 409 == (await ann.post(f"{PATH}/rollback", json=asked)).status_code


async def test_a_gateway_starts_with_what_was_published(build: Build, tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "gateway.db")
    await store.open()
    await store.publish(revision(SECOND), expected=0)
    await store.close()
    house = await build(settings("support", mapping="desk"))
    bot = await house.caller()
    headers = {"prefer": f"wait={int(SECONDS)}"}
    document = (await bot.post("/v1/handoffs", json=LEAST, headers=headers)).json()
    (delivery,) = document["deliveries"]
    assert ("desk", 1) == (delivery["mapping"], delivery["mapping_revision"])
    assert [b'{"title":"Hello"}'] == [
        body for body in house.vendor.kept.values() if b"title" in body
    ]


def revision(text: str) -> NewRevision:
    return NewRevision(
        name="desk",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        author="ann",
        note="why",
        published_at="2026-11-20T09:30:00.000000Z",
        vendor="works",
        object="item",
        schema_sha256="",
    )


@pytest.mark.parametrize("path", ["publish", "rollback", "dry-run"])
async def test_who_only_reads_may_not_publish(house: House, path: str) -> None:
    reader = await house.caller("reader", "handoffs:read")
    assert 403 == (await reader.post(f"{PATH}/{path}", json={})).status_code
