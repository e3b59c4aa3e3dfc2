"""From a draft that may be wrong to a revision that is in force, and back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.delivery.presets import preset_names, preset_text
from gateway.delivery.revisions import (
    Desk,
    MappingRefused,
    NameRefused,
    checked,
    is_name,
    named,
    publish,
    roll_back,
    save_draft,
    text_of,
    users,
)
from gateway.sdk.errors import Conflict, NotFound
from tests.unit.gateway.delivery.desks import BROKEN, FIRST, SECOND, desk_on

BY = {"author": "ann", "note": "why"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk_on(tmp_path) as (opened, _):
        yield opened


@pytest.mark.parametrize("name", ["a", "desk", "desk-2", "a" * 63])
def test_a_name_is_lower_case_letters_digits_and_dashes(name: str) -> None:
    assert is_name(name)
    assert name == named(name)


@pytest.mark.parametrize("name", ["", "Desk", "2desk", "-a", "a_b", "a.b", "a/b", "a" * 64, "a\n"])
def test_anything_else_is_no_name(name: str) -> None:
    assert not is_name(name)
    with pytest.raises(NameRefused):
        named(name)


async def test_a_draft_may_be_wrong(desk: Desk) -> None:
    saved = await save_draft(desk, "desk", BROKEN, "ann")
    assert saved == await desk.store.draft("desk")
    assert BROKEN == (await text_of(desk, "desk", "draft")).text


async def test_a_revision_knows_who_published_what_and_against_which_schema(desk: Desk) -> None:
    row = await publish(desk, "desk", FIRST, expected=0, **BY)
    found = await checked(desk, "desk", FIRST)
    assert ("desk", 1, "ann", "why", "works", "item", None) == (
        row.name,
        row.number,
        row.author,
        row.note,
        row.vendor,
        row.object,
        row.rolled_back_from,
    )
    assert (found.plan.sha256, found.side.sha256) == (row.sha256, row.schema_sha256)


async def test_a_text_with_errors_is_refused_with_its_problems_and_nothing_is_published(
    desk: Desk,
) -> None:
    with pytest.raises(MappingRefused, match="has an error") as refused:
        await publish(desk, "desk", BROKEN, expected=0, **BY)
    assert (await checked(desk, "desk", BROKEN)).problems == refused.value.found
    assert [] == await desk.store.revisions("desk")


async def test_several_errors_are_counted(desk: Desk) -> None:
    with pytest.raises(MappingRefused, match="has 2 errors"):
        await publish(desk, "desk", BROKEN + "[nothing]\n", expected=0, **BY)


async def test_of_two_who_publish_at_once_one_is_refused(desk: Desk) -> None:
    outcomes = await asyncio.gather(
        publish(desk, "desk", FIRST, expected=0, **BY),
        publish(desk, "desk", SECOND, expected=0, **BY),
        return_exceptions=True,
    )
    assert 1 == sum(isinstance(outcome, Conflict) for outcome in outcomes)
    row = await desk.store.revision("desk")
    (destination,) = desk.plans.using("desk")
    assert row.sha256 == desk.plans.of(destination).plan.sha256


async def test_the_very_text_in_force_is_not_published_again(desk: Desk) -> None:
    await publish(desk, "desk", FIRST, expected=0, **BY)
    with pytest.raises(Conflict, match="Revision 1 has this very text") as caught:
        await publish(desk, "desk", FIRST, expected=1, **BY)
    assert "mapping.unchanged" == caught.value.code


async def test_rolling_back_publishes_the_old_text_as_a_new_revision(desk: Desk) -> None:
    first = await publish(desk, "desk", FIRST, expected=0, **BY)
    await publish(desk, "desk", SECOND, expected=1, **BY)
    third = await roll_back(desk, "desk", 1, author="bob", note="worse", expected=2)
    assert (3, first.sha256, 1, "bob", "worse") == (
        third.number,
        third.sha256,
        third.rolled_back_from,
        third.author,
        third.note,
    )
    (destination,) = desk.plans.using("desk")
    assert (3, FIRST) == (desk.plans.of(destination).revision, desk.plans.of(destination).text)


async def test_there_is_no_rolling_back_to_what_never_was(desk: Desk) -> None:
    await publish(desk, "desk", FIRST, expected=0, **BY)
    with pytest.raises(NotFound, match="revision 9"):
        await roll_back(desk, "desk", 9, author="bob", note="x", expected=1)


async def test_rolling_back_without_having_seen_the_latest_is_refused(desk: Desk) -> None:
    await publish(desk, "desk", FIRST, expected=0, **BY)
    await publish(desk, "desk", SECOND, expected=1, **BY)
    with pytest.raises(Conflict):
        await roll_back(desk, "desk", 1, author="bob", note="x", expected=1)


async def test_texts_are_found_by_number_and_the_latest_without_one(desk: Desk) -> None:
    await publish(desk, "desk", FIRST, expected=0, **BY)
    await publish(desk, "desk", SECOND, expected=1, **BY)
    latest = await text_of(desk, "desk", "latest")
    assert (2, SECOND, 2) == (latest.which, latest.text, latest.revision.number)
    assert FIRST == (await text_of(desk, "desk", 1)).text


async def test_without_a_revision_the_latest_is_the_preset_of_that_name(desk: Desk) -> None:
    name = preset_names()[0]
    found = await text_of(desk, name, "latest")
    assert ("preset", preset_text(name), None) == (found.which, found.text, found.revision)
    assert found == await text_of(desk, name, "preset")


@pytest.mark.parametrize("which", ["draft", "latest", "preset", 1])
async def test_what_is_not_there_is_not_found(desk: Desk, which) -> None:
    with pytest.raises(NotFound, match='"nobody"'):
        await text_of(desk, "nobody", which)


async def test_a_text_is_checked_for_the_destinations_that_use_its_name(desk: Desk) -> None:
    found = await checked(desk, "desk", FIRST)
    assert ("works", True) == (found.side.schema.vendor, found.plan is not None)


async def test_a_name_that_nobody_uses_is_checked_for_an_account_of_its_vendor(desk: Desk) -> None:
    assert (await checked(desk, "other", FIRST)).plan is not None
    assert users(desk.plans, "desk", FIRST) == users(desk.plans, "other", FIRST)


async def test_a_name_that_nobody_uses_with_another_vendor_has_no_destination(desk: Desk) -> None:
    assert () == users(desk.plans, "other", FIRST.replace('"works"', '"others"'))
