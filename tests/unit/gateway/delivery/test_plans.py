"""What is published under a name is what the next delivery is made with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.delivery.plans import PlanBook, as_opened, published
from gateway.delivery.revisions import Desk, publish
from gateway.sdk.errors import ConfigurationError
from gateway.store.mapping_records import NewRevision
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND, desk_on
from tests.unit.gateway.delivery.works import Floor, Vendor

BY = {"author": "ann", "note": "why"}


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def both(tmp_path: Path, vendor: Vendor) -> AsyncIterator[tuple[Desk, Floor]]:
    async with desk_on(tmp_path, vendor) as opened:
        yield opened


async def test_without_a_revision_the_mapping_is_the_one_it_was_opened_with(both) -> None:
    desk, works = both
    destination = works.destinations["support"]
    assert as_opened(destination) == desk.plans.of(destination)
    assert (None, FIRST) == (desk.plans.of(destination).revision, desk.plans.of(destination).text)


async def test_the_next_delivery_is_made_with_what_was_published_without_a_restart(
    both, vendor: Vendor
) -> None:
    desk, works = both
    (before,) = await works.accept("c-1")
    before = await works.deliver(before)
    await publish(desk, "desk", SECOND, expected=0, **BY)
    (after,) = await works.accept("c-2")
    after = await works.deliver(after)
    assert [b'{"title":"c-1"}', b'{"title":"Hello"}'] == [
        vendor.kept[f"/items/{row.id}"] for row in (before, after)
    ]
    assert [("desk", None), ("desk", 1)] == [
        (row.mapping, row.mapping_revision) for row in (before, after)
    ]
    assert "verified" == after.status


async def test_a_delivery_that_has_begun_ends_with_the_revision_it_began_with(
    both, vendor: Vendor
) -> None:
    import httpx

    def vanish(request: httpx.Request) -> None:
        if request.method == "PUT":
            raise httpx.ConnectError("gone", request=request)

    desk, works = both
    await publish(desk, "desk", SECOND, expected=0, **BY)
    vendor.before = vanish
    (row,) = await works.accept("c-1")
    await works.dispatcher.submit(row)
    await works.until(lambda: f"PUT /items/{row.id}/copy" in vendor.asked)
    await works.dispatcher.stop()
    await publish(desk, "desk", FIRST, expected=1, **BY)
    vendor.before = lambda _: None
    works.dispatcher = works.new_dispatcher()
    ended = await works.deliver(await works.row(row.id))
    assert ("verified", 1) == (ended.status, ended.mapping_revision)
    assert b'{"title":"Hello"}' == vendor.kept[f"/items/{row.id}"]


async def test_the_last_of_many_publishers_is_the_one_that_is_heard_of(both) -> None:
    desk, works = both
    for number in range(4):
        text = (FIRST, SECOND)[number % 2]
        await desk.store.publish(_new(text, number), expected=number)
    await asyncio.gather(*(desk.plans.renew("desk") for _ in range(8)))
    assert 4 == desk.plans.of(works.destinations["support"]).revision


async def test_what_another_gateway_has_published_is_noticed_and_taken_up_once(both) -> None:
    desk, works = both
    other = PlanBook(works.destinations, desk.store)
    await other.notice()
    await desk.store.publish(_new(SECOND, 0), expected=0)
    await other.notice()
    assert (1, SECOND) == (
        other.of(works.destinations["support"]).revision,
        other.of(works.destinations["support"]).text,
    )
    taken = other.of(works.destinations["support"])
    await other.notice()
    assert other.of(works.destinations["support"]) is taken


async def test_what_another_gateway_has_published_and_does_not_fit_is_said_once(both) -> None:
    desk, works = both
    await desk.store.publish(_new(BROKEN, 0), expected=0)
    with pytest.raises(ConfigurationError):
        await desk.plans.notice()
    await desk.plans.notice()
    assert FIRST == desk.plans.of(works.destinations["support"]).text


def _new(text: str, number: int) -> NewRevision:
    return NewRevision(
        name="desk",
        text=text,
        sha256=f"{hash(text)}",
        author="ann",
        note="",
        published_at=f"{number}",
        vendor="works",
        object="item",
        schema_sha256="",
    )


async def test_a_text_that_does_not_compile_leaves_the_plan_as_it_is(both) -> None:
    desk, works = both
    destination = works.destinations["support"]
    await desk.store.publish(_new(BROKEN, 0), expected=0)
    with pytest.raises(ConfigurationError):
        await desk.plans.renew("desk")
    assert as_opened(destination) == desk.plans.of(destination)


async def test_another_name_changes_nothing(both) -> None:
    desk, works = both
    await publish(desk, "other", SECOND, expected=0, **BY)
    assert desk.plans.of(works.destinations["support"]).revision is None


async def test_destinations_are_found_by_the_mapping_they_use_and_by_what_they_create(both) -> None:
    desk, works = both
    support = works.destinations["support"]
    assert ((support,), ()) == (desk.plans.using("desk"), desk.plans.using("other"))
    assert ((support,), ()) == (
        desk.plans.alike("works", "item"),
        desk.plans.alike("works", "other"),
    )


async def test_only_names_with_a_revision_have_something_published(both) -> None:
    desk, _ = both
    await publish(desk, "desk", SECOND, expected=0, **BY)
    found = await published(["desk", "desk", "other"], desk.store)
    assert {"desk": (1, SECOND)} == {name: (one.number, one.text) for name, one in found.items()}
