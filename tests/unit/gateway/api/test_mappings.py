"""Mappings over HTTP: looked up, drafted, checked and compared, by those who may."""

from __future__ import annotations

import httpx
import pytest

from gateway.delivery.presets import preset_names
from tests.unit.gateway.api.conftest import LEAST, House
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND
from tests.unit.gateway.delivery.works import SECONDS

PATH = "/v1/mappings/desk"
TOML = {"content-type": "application/toml"}


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    """Somebody who works on mappings and may not read handoffs."""
    return await house.caller("ann", "mappings:write")


async def published(caller: httpx.AsyncClient, text: str, expected: int) -> None:
    asked = {"text": text, "note": "why", "expected": expected}
    response = await caller.post(f"{PATH}/publish", json=asked)
    assert 201 == response.status_code, response.text


async def handed_over(house: House, **members: object) -> str:
    """The id of a handoff that has been delivered."""
    bot = await house.caller()
    headers = {"prefer": f"wait={int(SECONDS)}"}
    response = await bot.post("/v1/handoffs", json={**LEAST, **members}, headers=headers)
    assert 200 == response.status_code
    return response.json()["id"]


async def test_presets_are_listed_before_anybody_has_published_anything(ann) -> None:
    listed = (await ann.get("/v1/mappings")).json()
    assert list(preset_names()) == [one["name"] for one in listed]
    assert {(True, None, None)} == {(one["preset"], one["latest"], one["draft"]) for one in listed}


async def test_a_mapping_is_listed_with_its_revision_and_its_draft(ann) -> None:
    await published(ann, FIRST, 0)
    await ann.put(f"{PATH}/draft", content=BROKEN)
    (desk,) = [one for one in (await ann.get("/v1/mappings")).json() if one["name"] == "desk"]
    assert (1, "ann", "ann", False, []) == (
        desk["latest"]["number"],
        desk["latest"]["author"],
        desk["draft"]["author"],
        desk["preset"],
        desk["destinations"],
    )


async def test_one_mapping_is_shown_with_its_texts_and_revisions(ann) -> None:
    await published(ann, FIRST, 0)
    await published(ann, SECOND, 1)
    await ann.put(f"{PATH}/draft", content=BROKEN)
    desk = (await ann.get(PATH)).json()
    assert (SECOND, BROKEN, [2, 1]) == (
        desk["text"],
        desk["draft_text"],
        [one["number"] for one in desk["revisions"]],
    )


async def test_a_mapping_with_a_draft_only_has_no_text_in_force(ann) -> None:
    await ann.put(f"{PATH}/draft", content=FIRST)
    desk = (await ann.get(PATH)).json()
    assert (None, FIRST, []) == (desk["text"], desk["draft_text"], desk["revisions"])


async def test_an_unknown_name_is_a_404(ann) -> None:
    for path in ("", "/export", "/diff"):
        response = await ann.get(f"/v1/mappings/nobody{path}")
        assert (404, "resource.not_found") == (response.status_code, response.json()["code"])


@pytest.mark.parametrize("name", ["Desk", "2desk", "a_b", "a" * 64])
async def test_a_bad_name_is_refused_and_nothing_is_kept(ann, house: House, name: str) -> None:
    response = await ann.put(f"/v1/mappings/{name}/draft", content=FIRST)
    assert (422, "mapping.name") == (response.status_code, response.json()["code"])
    assert [] == await house.services.store.mapping_names()


async def test_a_draft_may_be_wrong_and_says_what_is(ann, house: House) -> None:
    response = await ann.put(f"{PATH}/draft", content=BROKEN)
    document = response.json()
    assert 200 == response.status_code
    (problem,) = [one for one in document["problems"] if one["severity"] == "error"]
    assert {"code", "severity", "line", "message"} == problem.keys()
    assert ("M101", 9, "ann") == (problem["code"], problem["line"], document["draft"]["author"])
    assert BROKEN == (await house.services.store.draft("desk")).text


async def test_a_draft_is_sent_as_json_as_well(ann, house: House) -> None:
    await ann.put(f"{PATH}/draft", json={"text": FIRST})
    assert FIRST == (await house.services.store.draft("desk")).text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff", "text/plain"),
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"text": 1}', "application/json"),
        (b'{"text": "x", "more": 1}', "application/json"),
        (b"#" * 300_000, "text/plain"),
    ],
)
async def test_what_is_no_text_is_a_400(ann, body: bytes, content_type: str) -> None:
    headers = {"content-type": content_type}
    response = await ann.put(f"{PATH}/draft", content=body, headers=headers)
    assert (400, "request.invalid") == (response.status_code, response.json()["code"])


async def test_the_text_sent_is_checked_and_not_kept(ann, house: House) -> None:
    document = (await ann.post(f"{PATH}/check", content=FIRST, headers=TOML)).json()
    assert {"problems", "coverage"} == document.keys()
    assert 1 == document["coverage"]["fields"]
    assert [] == await house.services.store.mapping_names()


async def test_without_a_text_the_draft_is_checked_and_else_what_is_in_force(ann) -> None:
    await published(ann, FIRST, 0)
    assert not errors(await ann.post(f"{PATH}/check"))
    await ann.put(f"{PATH}/draft", content=BROKEN)
    assert ["M101"] == errors(await ann.post(f"{PATH}/check"))


def errors(response: httpx.Response) -> list[str]:
    return [one["code"] for one in response.json()["problems"] if one["severity"] == "error"]


async def test_a_text_is_exported_byte_for_byte(ann) -> None:
    odd = FIRST.replace("\n", "\r\n") + "# é"
    await published(ann, odd, 0)
    await published(ann, SECOND, 1)
    first = await ann.get(f"{PATH}/export", params={"revision": "1"})
    latest = await ann.get(f"{PATH}/export")
    assert (odd.encode(), SECOND.encode()) == (first.content, latest.content)
    assert "application/toml" == latest.headers["content-type"].partition(";")[0]
    assert 'attachment; filename="desk.toml"' == latest.headers["content-disposition"]


@pytest.mark.parametrize("reference", ["", "x", "-1", "1.5", "9" * 30, "²"])
async def test_a_text_is_named_by_a_number_or_a_word(ann, reference: str) -> None:
    response = await ann.get(f"{PATH}/export", params={"revision": reference})
    assert (400, "request.invalid") == (response.status_code, response.json()["code"])


async def test_a_draft_is_compared_with_what_is_in_force(ann, house: House) -> None:
    await published(ann, FIRST, 0)
    await handed_over(house)
    await ann.put(f"{PATH}/draft", content=SECOND)
    document = (await ann.get(f"{PATH}/diff")).json()
    assert (1, "draft") == (document["before"], document["after"])
    assert '+from = "conversation.messages[0].text"' in document["text"]
    assert {"field": "title", "changes": 1, "appears": 0, "disappears": 0} in document["effect"][
        "fields"
    ]


async def test_two_revisions_are_compared(ann) -> None:
    await published(ann, FIRST, 0)
    await published(ann, SECOND, 1)
    document = (await ann.get(f"{PATH}/diff", params={"from": 2, "to": 1})).json()
    assert (2, 1) == (document["before"], document["after"])
    assert '+from = "conversation.id"' in document["text"]


async def test_a_text_that_is_not_kept_is_compared_with_nothing_where_there_is_nothing(ann) -> None:
    document = (await ann.post(f"{PATH}/diff", content=FIRST, headers=TOML)).json()
    assert (None, "--- nothing") == (document["before"], document["text"][0])


async def test_a_text_with_errors_has_a_difference_and_no_effect(ann) -> None:
    await published(ann, FIRST, 0)
    document = (await ann.post(f"{PATH}/diff", content=BROKEN, headers=TOML)).json()
    assert (None, True) == (document["effect"], bool(document["text"]))
    assert "M101" in [one["code"] for one in document["problems"]]


async def test_no_effect_is_counted_where_none_is_wanted(ann) -> None:
    asked = {"content": FIRST, "headers": TOML, "params": {"last": "0"}}
    assert (await ann.post(f"{PATH}/diff", **asked)).json()["effect"] is None


@pytest.mark.parametrize("last", ["-1", "501", "x"])
async def test_a_wrong_number_of_handoffs_is_a_400(ann, last: str) -> None:
    response = await ann.post(f"{PATH}/diff", content=FIRST, params={"last": last})
    assert 400 == response.status_code


async def test_one_handoff_is_shown_to_those_who_may_read_handoffs(ann, house: House) -> None:
    handoff_id = await handed_over(house)
    asked = {"content": SECOND, "headers": TOML, "params": {"show": handoff_id}}
    refused = await ann.post(f"{PATH}/diff", **asked)
    reader = await house.caller("reader", "handoffs:read")
    shown = (await reader.post(f"{PATH}/diff", **asked)).json()["shown"]
    assert (403, "auth.scope") == (refused.status_code, refused.json()["code"])
    assert [{"field": "title", "after": "Hello"}] == shown["changes"]


async def test_without_being_asked_nobodys_words_are_told(ann, house: House) -> None:
    await handed_over(house, customer={"name": "Hunter2", "attributes": {"Hunter2": "x"}})
    response = await ann.post(f"{PATH}/diff", content=SECOND, headers=TOML)
    assert 1 == response.json()["effect"]["handoffs"]
    assert "Hunter2" not in response.text
    assert "Hello" not in response.text


async def test_who_reads_handoffs_may_look_and_not_write(house: House) -> None:
    reader = await house.caller("reader", "handoffs:read")
    assert 200 == (await reader.get("/v1/mappings")).status_code
    assert 403 == (await reader.put(f"{PATH}/draft", content=FIRST)).status_code


async def test_who_only_hands_over_may_not_look(house: House) -> None:
    bot = await house.caller("bot", "handoffs:write")
    response = await bot.get("/v1/mappings")
    assert 403 == response.status_code
    assert "handoffs:read or mappings:write" in response.json()["detail"]
