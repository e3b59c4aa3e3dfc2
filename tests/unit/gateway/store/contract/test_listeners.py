"""Who is told of a handoff: due when something happened, and told by one at a time."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

EVER = "9999-01-01T00:00:00.000000Z"
SOON = "2999-01-01T00:00:00.000000Z"


@pytest.fixture
async def listener(store, new_handoff):
    await store.accept(replace(new_handoff("h-1"), reply_to="https://bot.example/told"))
    (found,) = await store.due_listeners(now=EVER, limit=9)
    return found


async def test_whoever_is_named_is_due_from_the_acceptance_on(listener) -> None:
    assert ("h-1", "https://bot.example/told", 0) == (
        listener.handoff_id,
        listener.url,
        listener.told,
    )


async def test_nobody_is_due_where_nobody_is_named(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))
    assert ([], None) == (
        await store.due_listeners(now=EVER, limit=9),
        await store.listener("h-1"),
    )


async def test_a_listener_is_taken_once(store, listener) -> None:
    assert await store.take_listener(listener, until=SOON) is not None
    assert await store.take_listener(listener, until=SOON) is None
    assert [] == await store.due_listeners(now="2998-12-31T23:59:00.000000Z", limit=9)


async def test_whoever_was_to_be_told_before_the_clock_was_set_back_is_due(store, listener) -> None:
    (due,) = await store.due_listeners(now="2026-01-01T00:00:00.000000Z", limit=9)
    assert listener == due


async def test_who_is_to_be_tried_again_later_waits(store, listener) -> None:
    tried = replace(listener, attempts=1, due_at=SOON)
    await store.save_listener(tried, listener)
    assert [] == await store.due_listeners(now="2998-12-31T20:00:00.000000Z", limit=9)


async def test_who_has_heard_everything_is_due_no_more(store, listener) -> None:
    taken = await store.take_listener(listener, until=SOON)
    (event,) = await store.events(after=0, limit=9)
    assert await store.save_listener(replace(taken, told=event.sequence, due_at=None), taken)
    assert [] == await store.due_listeners(now=EVER, limit=9)


async def test_what_happens_makes_a_listener_due_again(store, listener) -> None:
    (event,) = await store.events(after=0, limit=9)
    heard = replace(listener, told=event.sequence, due_at=None)
    await store.save_listener(heard, listener)
    row = await store.delivery("h-1:support")
    await store.save_delivery(replace(row, status="verified"))
    (due,) = await store.due_listeners(now=EVER, limit=9)
    assert event.sequence == due.told


async def test_what_happened_while_it_was_told_makes_it_due_again(store, listener) -> None:
    (event,) = await store.events(after=0, limit=9)
    taken = await store.take_listener(listener, until=SOON)
    row = await store.delivery("h-1:support")
    await store.save_delivery(replace(row, status="verified"))
    await store.save_listener(replace(taken, told=event.sequence, due_at=None), taken)
    assert 1 == len(await store.due_listeners(now="2998-01-01T00:00:00.000000Z", limit=9))


async def test_who_was_taken_by_somebody_else_since_is_not_saved(store, listener) -> None:
    taken = await store.take_listener(listener, until=SOON)
    await store.take_listener(taken, until=EVER)
    assert not await store.save_listener(replace(taken, told=99, due_at=None), taken)
    assert 0 == (await store.listener("h-1")).told


async def test_who_is_told_nothing_more_is_not_called_again(store, listener) -> None:
    await store.save_listener(replace(listener, due_at=None, ended_at=SOON), listener)
    row = await store.delivery("h-1:support")
    await store.save_delivery(replace(row, status="verified"))
    assert [] == await store.due_listeners(now=EVER, limit=9)
