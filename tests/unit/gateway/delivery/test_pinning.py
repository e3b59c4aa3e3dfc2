"""A delivery keeps the mapping it began with."""

from __future__ import annotations

import httpx
import msgspec
import pytest

from gateway.delivery.pinning import pinned
from gateway.sdk.errors import ConfigurationError
from tests.unit.gateway.delivery.works import Floor, Vendor, mapping, open_works, problem

EDITED = mapping("edited").replace('from = "conversation.id"', 'value = "new"')


async def test_a_new_delivery_is_pinned_to_the_mapping_as_it_is_now(works: Floor) -> None:
    (row,) = await works.accept()
    destination = works.destinations["support"]
    begun, plan = await pinned(row, destination, works.store)
    assert destination.plan is plan
    assert ("plain", plan.sha256) == (begun.mapping, begun.mapping_sha256)
    assert (row.id, "pending") == (begun.id, begun.status)
    assert await works.store.mapping(plan.sha256) == mapping()


async def test_a_delivery_keeps_its_mapping_after_an_edit(works: Floor, vendor: Vendor) -> None:
    (row,) = await works.accept()
    begun, first = await pinned(row, works.destinations["support"], works.store)
    edited = open_works(vendor, text=EDITED)
    resumed, plan = await pinned(begun, edited, works.store)
    await edited.transport.aclose()
    assert (begun, first.sha256, "plain") == (resumed, plan.sha256, plan.name)


async def test_a_delivery_begun_before_an_edit_ends_with_what_it_began_with(
    works: Floor, vendor: Vendor
) -> None:
    def vanish(request: httpx.Request) -> None:
        if request.method == "PUT":
            raise httpx.ConnectError("gone", request=request)

    vendor.before = vanish
    (row,) = await works.accept()
    await works.dispatcher.submit(row)
    await works.until(lambda: vendor.asked.count(f"PUT /items/{row.id}/copy") == 1)
    await works.dispatcher.stop()

    vendor.before = lambda _: None
    works.destinations = {"edited": works.destinations["support"]} | {
        "support": open_works(vendor, text=EDITED)
    }
    works.dispatcher = works.new_dispatcher()
    (later,) = await works.accept("c-2")
    ended = await works.deliver(await works.row(row.id), later)
    assert ("verified", "plain") == (ended.status, ended.mapping)
    assert b'{"title":"c-1"}' == vendor.kept[f"/items/{row.id}"]
    assert "edited" == (await works.row(later.id)).mapping
    assert b'{"title":"new"}' == vendor.kept[f"/items/{later.id}"]


async def test_a_mapping_that_no_longer_compiles_fails_its_delivery_with_its_problems(
    works: Floor,
) -> None:
    (row,) = await works.accept()
    await works.store.keep_mapping("old", mapping(source="conversation.nowhere"))
    ended = await works.deliver(msgspec.structs.replace(row, mapping="old"))
    assert "verified" == ended.status

    (row,) = await works.accept()
    begun = msgspec.structs.replace(row, mapping="old.toml", mapping_sha256="old")
    await works.store.save_delivery(begun)
    with pytest.raises(ConfigurationError):
        await pinned(begun, works.destinations["support"], works.store)
    ended = await works.deliver(begun)
    assert ("failed", "config.invalid") == (ended.status, problem(ended)["code"])
    assert "old.toml, line 9" == problem(ended)["errors"][0]["pointer"]
