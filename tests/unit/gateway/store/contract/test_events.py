"""Events: written with the change they tell of, in order, and to be read on from anywhere."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from gateway.sdk.errors import Conflict, NotFound
from gateway.store.records import Progress


async def told(store, **asked) -> list[str]:
    return [event.type for event in await store.events(after=0, limit=99, **asked)]


async def test_a_handoffs_story_is_told_in_order(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    row = await store.delivery("h-1:support")
    await store.save_delivery(replace(row, status="delivering", ref="W"))
    await store.advance(Progress(delivery=replace(row, status="verified", ref="W"), evidence=b""))
    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == await told(store)


async def test_a_handoff_sent_twice_is_accepted_once(store, new_handoff) -> None:
    for _ in range(2):
        await store.accept(new_handoff("h-1", key="k"))
    assert ["handoff.accepted"] == await told(store)


async def test_what_is_refused_tells_nothing(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    with pytest.raises(Conflict):
        await store.accept(new_handoff("h-1", raw=b"other"))
    with pytest.raises(NotFound):
        await store.save_delivery(replace(await store.delivery("h-1:support"), id="nobody"))
    assert ["handoff.accepted"] == await told(store)


async def test_events_of_one_handoff_leave_those_of_others_out(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1", raw=b"1"))
    await store.accept(new_handoff("h-2", raw=b"2"))
    (event,) = await store.events(after=0, limit=9, handoff_id="h-2")
    assert ("h-2", {"destinations": ["support"]}) == (event.handoff_id, json.loads(event.data))


async def test_reading_goes_on_behind_the_last_event(store, new_handoff) -> None:
    for number in range(5):
        await store.accept(new_handoff(f"h-{number}", raw=str(number).encode()))
    first = await store.events(after=0, limit=2)
    rest = await store.events(after=first[-1].sequence, limit=99)
    assert ["h-2", "h-3", "h-4"] == [event.handoff_id for event in rest]
    assert sorted(event.sequence for event in rest) == [event.sequence for event in rest]


LATER = "2999-01-01T00:00:00.000000Z"


async def test_old_events_are_let_go_the_oldest_first_and_numbers_never_come_again(
    store, new_handoff
) -> None:
    for number in range(3):
        await store.accept(new_handoff(f"h-{number}", raw=str(number).encode()))
    last = (await store.events(after=0, limit=9))[-1].sequence
    assert 2 == await store.drop_events(before=LATER, limit=2)
    assert ["h-2"] == [event.handoff_id for event in await store.events(after=0, limit=9)]
    assert 1 == await store.drop_events(before=LATER, limit=2)
    await store.accept(new_handoff("h-3", raw=b"3"))
    (event,) = await store.events(after=0, limit=9)
    assert last < event.sequence


async def test_young_events_stay(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    assert 0 == await store.drop_events(before="2026-01-01T00:00:00.000000Z", limit=9)
    assert ["handoff.accepted"] == await told(store)


async def test_what_somebody_is_still_to_be_told_stays(store, new_handoff) -> None:
    await store.accept(replace(new_handoff("h-1"), reply_to="https://bot.example/told"))
    assert 0 == await store.drop_events(before=LATER, limit=9)


async def test_whoever_was_told_everything_goes_with_the_last_event_once_all_has_ended(
    store, new_handoff
) -> None:
    await store.accept(replace(new_handoff("h-1"), reply_to="https://bot.example/told"))
    await hear_everything(store)
    assert 1 == await store.drop_events(before=LATER, limit=9)
    assert await store.listener("h-1") is not None
    row = await store.delivery("h-1:support")
    await store.save_delivery(replace(row, status="verified"))
    await hear_everything(store)
    assert 1 == await store.drop_events(before=LATER, limit=9)
    assert await store.listener("h-1") is None


async def hear_everything(store) -> None:
    (listener,) = await store.due_listeners(now=LATER, limit=9)
    last = (await store.events(after=0, limit=99))[-1].sequence
    await store.save_listener(replace(listener, told=last, due_at=None), listener)
