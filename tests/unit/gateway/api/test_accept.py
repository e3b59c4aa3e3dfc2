"""A handoff is acknowledged once it is durable, and its deliveries begin."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.api.accept import NoDestination, Submission, accept
from gateway.config.settings import Condition, Route
from gateway.sdk.errors import Conflict, InvalidHandoff, StoreUnavailable
from tests.unit.gateway.api.conftest import LEAST, Build, House, settings


def submission(document: Any = LEAST, **members: Any) -> Submission:
    given = {"content_type": "application/json", "client": "bot", **members}
    return Submission(body=msgspec.json.encode(document), **given)


async def test_an_accepted_handoff_is_in_the_store_with_its_deliveries(house: House) -> None:
    accepted = await accept(submission(), house.services)
    row = await house.services.store.handoff(accepted.handoff_id)
    assert row is not None
    assert (["support"], "c-1") == (
        [one.destination for one in row.deliveries],
        row.conversation_id,
    )
    assert (submission().body, "application/json") == await house.services.store.raw(row.id)


async def test_its_deliveries_begin_without_being_asked_for(house: House) -> None:
    accepted = await accept(submission(), house.services)
    row = await house.services.store.handoff(accepted.handoff_id)
    assert row is not None
    assert await house.services.dispatcher.wait(row.deliveries[0].id, 5)


async def test_a_repeated_submission_is_not_delivered_again(house: House) -> None:
    first = await accept(submission(idempotency_key="k"), house.services)
    row = await house.services.store.handoff(first.handoff_id)
    assert row is not None
    assert await house.services.dispatcher.wait(row.deliveries[0].id, 5)
    asked = list(house.vendor.asked)
    again = await accept(submission(idempotency_key="k"), house.services)
    assert (first.handoff_id, True) == (again.handoff_id, again.repeated)
    assert await house.services.dispatcher.wait(row.deliveries[0].id, 5)
    assert asked == house.vendor.asked


async def test_another_clients_key_is_another_key(house: House) -> None:
    first = await accept(submission(idempotency_key="k"), house.services)
    other = await accept(submission(idempotency_key="k", client="other"), house.services)
    assert first.handoff_id != other.handoff_id


async def test_the_same_key_with_another_body_is_refused(house: House) -> None:
    await accept(submission(idempotency_key="k"), house.services)
    changed = {**LEAST, "summary": {"headline": "Another"}}
    with pytest.raises(Conflict) as conflict:
        await accept(submission(changed, idempotency_key="k"), house.services)
    assert "idempotency.mismatch" == conflict.value.code


async def test_what_is_no_handoff_is_neither_kept_nor_delivered(house: House) -> None:
    with pytest.raises(InvalidHandoff):
        await accept(submission({"conversation": {"id": 7}}), house.services)
    kept = await house.services.store.handoffs(status=None, conversation=None, before=None, limit=5)
    assert ([], []) == (kept, house.vendor.asked)


async def test_what_cannot_be_kept_is_not_delivered(house: House) -> None:
    await house.services.store.close()
    with pytest.raises(StoreUnavailable):
        await accept(submission(), house.services)
    assert [] == house.vendor.asked


async def test_a_gateway_without_destinations_accepts_nothing(build: Build) -> None:
    house = await build(settings())
    with pytest.raises(NoDestination):
        await accept(submission(), house.services)


async def test_routes_decide_where_a_handoff_goes(build: Build) -> None:
    when = Condition(field="conversation.id", is_="c-1")
    house = await build(settings("here", "there", routes=(Route(to=("there",), when=when),)))
    routed = await accept(submission(), house.services)
    row = await house.services.store.handoff(routed.handoff_id)
    assert row is not None
    assert ["there"] == [one.destination for one in row.deliveries]


async def test_a_large_body_is_accepted_like_a_small_one(house: House) -> None:
    document = {**LEAST, "summary": {"headline": "x" * 200_000}}
    accepted = await accept(submission(document), house.services)
    assert await house.services.store.package(accepted.handoff_id) is not None
