"""The handoffs an effect is tried on are the newest that went where the mapping is used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.delivery.effect_history import effect_of, recent, shown
from gateway.delivery.revisions import Desk
from gateway.sdk.errors import NotFound
from tests.unit.gateway.delivery.desks import desk_on
from tests.unit.gateway.delivery.effects import plan
from tests.unit.gateway.delivery.works import Floor

NAME = plan('[[field]]\nto = "title"\nfrom = "customer.name"\n')
ID = plan('[[field]]\nto = "title"\nfrom = "conversation.id"\n')


@pytest.fixture
async def both(tmp_path: Path) -> AsyncIterator[tuple[Desk, Floor]]:
    async with desk_on(tmp_path) as opened:
        yield opened


async def ids(desk: Desk, name: str, last: int) -> list[str]:
    return [seen.id async for seen in recent(desk, name, last)]


async def test_the_newest_come_first_and_no_more_than_asked_for(both) -> None:
    desk, works = both
    for number in range(4):
        works.moment = works.moment.replace(minute=number)
        await works.accept(f"c-{number}")
    assert ["h-4", "h-3"] == await ids(desk, "desk", 2)


async def test_handoffs_that_went_elsewhere_are_passed_over(both) -> None:
    desk, works = both
    await works.accept("c-1")
    await works.accept("c-2", to=("elsewhere",))
    assert ["h-1"] == await ids(desk, "desk", 9)


async def test_a_mapping_that_nobody_uses_is_tried_on_all(both) -> None:
    desk, works = both
    await works.accept("c-1")
    await works.accept("c-2", to=("elsewhere",))
    assert {"h-1", "h-2"} == set(await ids(desk, "new", 9))


async def test_pages_are_turned_until_enough_are_found(both) -> None:
    desk, works = both
    await works.accept("c-0")
    for number in range(60):
        works.moment = works.moment.replace(minute=number % 60, hour=13)
        await works.accept(f"c-{number}", to=("elsewhere",))
    assert ["h-1"] == await ids(desk, "desk", 5)


async def test_settings_are_those_of_the_destination_it_went_to(both) -> None:
    desk, works = both
    await works.accept("c-1")
    assert [{"name": "support"}] == [one.visible async for one in recent(desk, "desk", 1)]


async def test_the_effect_is_counted_over_them(both) -> None:
    desk, works = both
    await works.accept("c-1", customer={"name": "Ann"})
    await works.accept("c-2")
    found = await effect_of(desk, "desk", NAME, ID, last=50)
    assert (2, 2, [("title", 1, 1)]) == (
        found.handoffs,
        found.affected,
        [(one.field, one.changes, one.appears) for one in found.fields],
    )


async def test_one_handoff_is_shown_wherever_it_went(both) -> None:
    desk, works = both
    await works.accept("c-1", to=("elsewhere",), customer={"name": "Ann"})
    found = await shown(desk, "desk", NAME, ID, handoff_id="h-1")
    assert [("Ann", "c-1")] == [(one.before, one.after) for one in found.changes]


async def test_a_handoff_that_is_not_there_is_not_found(both) -> None:
    with pytest.raises(NotFound):
        await shown(both[0], "desk", NAME, ID, handoff_id="h-1")
