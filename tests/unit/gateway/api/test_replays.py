"""People find the deliveries they have to look after, replay them, and discard with a reason."""

from __future__ import annotations

import httpx
import pytest

from tests.unit.gateway.api.conftest import LEAST, House


async def refused(bot: httpx.AsyncClient, house: House, conversation: str = "c-1") -> dict:
    """A delivery that the vendor refuses, with the customer's words in its answer."""
    answer = {"error": "RecordInvalid", "why": "I was charged twice", "card": 4111111111111111}
    house.vendor.says(httpx.Response(422, json=answer))
    body = {"conversation": {**LEAST["conversation"], "id": conversation}}
    waited = await bot.post("/v1/handoffs", json=body, headers={"prefer": "wait=5"})
    return waited.json()["deliveries"][0]


async def replayed(bot: httpx.AsyncClient, id_: str, **body: str) -> httpx.Response:
    return await bot.post(f"/v1/deliveries/{id_}/replay", json=body)


async def status_of(bot: httpx.AsyncClient, house: House, id_: str) -> str:
    assert await house.services.dispatcher.wait(id_, 5)
    return (await bot.get(f"/v1/deliveries/{id_}")).json()["status"]


async def test_failed_deliveries_are_found_with_what_is_wrong(bot, house: House) -> None:
    failed = await refused(bot, house)
    await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    page = (await bot.get("/v1/deliveries", params={"status": "dead,failed"})).json()
    (found,) = page["deliveries"]
    assert (1, None, failed["id"]) == (page["total"], page["next"], found["id"])
    assert ("delivery.refused", "c-1") == (found["problem"]["code"], found["conversation_id"])
    assert found["first_attempt_at"] == found["last_attempt_at"] is not None


async def test_a_status_that_does_not_exist_is_named_with_those_that_do(bot) -> None:
    response = await bot.get("/v1/deliveries", params={"status": "dead,deda"})
    (error,) = response.json()["errors"]
    assert (400, "status") == (response.status_code, error["pointer"])
    assert '"deda" is no status; there are pending, delivering,' in error["detail"]


async def test_pages_of_deliveries_follow_one_another(bot, house: House) -> None:
    ids = [(await refused(bot, house, f"c-{number}"))["id"] for number in range(3)]
    first = (await bot.get("/v1/deliveries", params={"limit": 2})).json()
    rest = (await bot.get("/v1/deliveries", params={"before": first["next"]})).json()
    shown = [one["id"] for one in (*first["deliveries"], *rest["deliveries"])]
    assert (ids[::-1], 3) == (shown, first["total"])


async def test_the_vendors_words_are_shown_without_the_customers(bot, house: House) -> None:
    failed = await refused(bot, house)
    detail = (await bot.get(f"/v1/deliveries/{failed['id']}")).json()
    assert {
        "step": "create",
        "status": 422,
        "body": {"error": "RecordInvalid", "why": "…", "card": "…"},
    } == detail["vendor_said"]


async def test_a_replayed_delivery_is_tried_again_at_once(bot, house: House) -> None:
    failed = await refused(bot, house)
    response = await replayed(bot, failed["id"])
    assert (202, "pending") == (response.status_code, response.json()["status"])
    assert "verified" == await status_of(bot, house, failed["id"])


async def test_a_replay_with_the_current_mapping_begins_anew(bot, house: House) -> None:
    failed = await refused(bot, house)
    await replayed(bot, failed["id"], mapping="current")
    assert "verified" == await status_of(bot, house, failed["id"])
    detail = (await bot.get(f"/v1/deliveries/{failed['id']}")).json()
    assert (1, {0, 1}) == (
        detail["generation"],
        {one["round"] for one in detail["exchanges"] if one["phase"] == "deliver"},
    )


async def test_what_the_vendor_has_is_not_begun_anew(bot, house: House) -> None:
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    response = await replayed(bot, waited.json()["deliveries"][0]["id"], mapping="current")
    assert (409, "delivery.has_work_item") == (response.status_code, response.json()["code"])


async def test_a_proof_can_be_made_once_more_without_a_second_work_item(bot, house: House) -> None:
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    id_ = waited.json()["deliveries"][0]["id"]
    await replayed(bot, id_)
    assert "verified" == await status_of(bot, house, id_)
    assert 1 == len([one for one in house.vendor.asked if one.startswith("POST")])


@pytest.mark.parametrize("body", [{"mapping": "old"}, {"mappings": "current"}])
async def test_a_replay_that_asks_for_something_else_is_refused(bot, house, body) -> None:
    failed = await refused(bot, house)
    response = await replayed(bot, failed["id"], **body)
    assert (400, "request.invalid") == (response.status_code, response.json()["code"])


async def test_a_discarded_delivery_keeps_reason_and_name(bot, house: House) -> None:
    failed = await refused(bot, house)
    response = await bot.post(
        f"/v1/deliveries/{failed['id']}/discard", json={"reason": "answered by phone"}
    )
    problem = response.json()["problem"]
    assert (200, "discarded") == (response.status_code, response.json()["status"])
    assert ("delivery.discarded", "answered by phone") == (problem["code"], problem["detail"])
    assert "Discarded by bot:" in problem["title"]


@pytest.mark.parametrize("body", [{}, {"reason": ""}])
async def test_nothing_is_discarded_without_a_reason(bot, house: House, body) -> None:
    failed = await refused(bot, house)
    response = await bot.post(f"/v1/deliveries/{failed['id']}/discard", json=body)
    assert 400 == response.status_code
    assert "failed" == await status_of(bot, house, failed["id"])


async def test_a_verified_delivery_is_not_discarded(bot, house: House) -> None:
    waited = await bot.post("/v1/handoffs", json=LEAST, headers={"prefer": "wait=5"})
    id_ = waited.json()["deliveries"][0]["id"]
    response = await bot.post(f"/v1/deliveries/{id_}/discard", json={"reason": "no"})
    assert (409, "delivery.not_discardable") == (response.status_code, response.json()["code"])


@pytest.mark.parametrize("action", ["replay", "discard"])
async def test_a_key_that_only_reads_may_do_neither(bot, house: House, action: str) -> None:
    failed = await refused(bot, house)
    reader = await house.caller("reader", "handoffs:read")
    response = await reader.post(f"/v1/deliveries/{failed['id']}/{action}", json={"reason": "x"})
    assert 403 == response.status_code


@pytest.mark.parametrize("action", ["replay", "discard"])
async def test_a_delivery_that_nobody_knows_is_a_404(bot, action: str) -> None:
    response = await bot.post(f"/v1/deliveries/nobody/{action}", json={"reason": "x"})
    assert {"replay": 400, "discard": 404}[action] == response.status_code
