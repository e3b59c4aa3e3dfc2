"""A dry run over HTTP: at the destinations that use the mapping, with a handoff that is at hand."""

from __future__ import annotations

import httpx
import pytest
from msgspec.structs import replace

from tests.unit.gateway.api.conftest import LEAST, House
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND
from tests.unit.gateway.delivery.test_schema_cache import Talking
from tests.unit.gateway.delivery.works import SECONDS

PATH = "/v1/mappings/desk/dry-run"


@pytest.fixture
async def ann(house: House) -> httpx.AsyncClient:
    return await house.caller("ann", "mappings:write")


async def test_a_text_is_tried_without_anything_being_written(ann, house: House) -> None:
    response = await ann.post(PATH, json={"text": FIRST})
    (run,) = response.json()
    assert (200, "support", None) == (response.status_code, run["destination"], run["problem"])
    assert [("POST", "/items/preview", False)] == [
        (one["method"], one["path"], one["sent"]) for one in run["requests"]
    ]
    assert [] == house.vendor.asked


async def test_the_draft_is_tried_and_else_what_is_in_force(ann) -> None:
    asked = {"text": SECOND, "note": "why", "expected": 0}
    await ann.post("/v1/mappings/desk/publish", json=asked)
    (latest,) = (await ann.post(PATH, json={})).json()
    await ann.put("/v1/mappings/desk/draft", content=BROKEN)
    (draft,) = (await ann.post(PATH)).json()
    assert (None, True) == (latest["problem"], bool(draft["problem"]))
    assert "M101" in [one["code"] for one in draft["problems"]]


async def test_the_newest_handoff_is_tried_where_none_is_given(ann, house: House) -> None:
    bot = await house.caller()
    said = {"id": "c-1", "messages": [{"role": "customer", "content": "Hello" * 9}]}
    headers = {"prefer": f"wait={int(SECONDS)}"}
    await bot.post("/v1/handoffs", json={"conversation": said}, headers=headers)
    (newest,) = (await ann.post(PATH, json={"text": SECOND})).json()
    (given,) = (await ann.post(PATH, json={"text": SECOND, "handoff": LEAST})).json()
    assert 40 == newest["requests"][0]["bytes"] - given["requests"][0]["bytes"]


async def test_a_destination_is_named_where_none_uses_the_mapping(ann) -> None:
    other = FIRST.replace('vendor = "works"', 'vendor = "others"')
    nobody = await ann.post(PATH, json={"text": other})
    (named,) = (await ann.post(PATH, json={"text": other, "destination": "support"})).json()
    assert 404 == nobody.status_code
    assert "V200" in [one["code"] for one in named["problems"]]


async def test_an_unknown_destination_is_a_404(ann) -> None:
    response = await ann.post(PATH, json={"text": FIRST, "destination": "nobody"})
    assert 404 == response.status_code


async def test_a_handoff_of_the_past_is_only_for_those_who_may_read_it(ann) -> None:
    response = await ann.post(PATH, json={"text": FIRST, "handoff_id": "h-1"})
    assert (403, "auth.scope") == (response.status_code, response.json()["code"])


async def test_what_the_vendor_says_of_its_object_holds_for_deliveries_as_well(
    ann, house: House
) -> None:
    known = house.services.destinations
    known["support"] = replace(known["support"], adapter=Talking())  # type: ignore[index]
    house.vendor.kept["/objects/item"] = b'["own"]'

    (run,) = (await ann.post(PATH, json={"text": FIRST})).json()

    renewed = known["support"]
    assert run["schema_sha256"] == renewed.schema_sha256
    assert "own" == renewed.target.fields[-1].name


async def test_a_dry_run_that_asked_nobody_renews_nothing(ann, house: House) -> None:
    before = house.services.destinations["support"]

    await ann.post(PATH, json={"text": FIRST})

    assert before is house.services.destinations["support"]
