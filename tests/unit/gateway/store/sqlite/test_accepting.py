"""Handoffs of one group: new ones share their statements, and a repeated one spoils none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from gateway.sdk.errors import Conflict
from gateway.store.lanes import Lane
from gateway.store.records import Accepted, NewDelivery, NewHandoff
from gateway.store.sqlite.connection import connect_reader
from gateway.store.sqlite.deliveries import oldest_unfinished
from gateway.store.sqlite.store import SqliteStore


@pytest.fixture
async def commits() -> list[int]:
    return []


@pytest.fixture
async def store(tmp_path: Path, commits: list[int]) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "store.db", on_commit=commits.append)
    await opened.open()
    yield opened
    await opened.close()


def new(number: int, **members: object) -> NewHandoff:
    handoff = NewHandoff(
        id=f"h-{number}",
        conversation_id=f"c-{number}",
        created_at="2026-11-20T09:30:00.000000Z",
        dialect="canonical",
        media_type="application/json",
        raw=b"raw %d" % number,
        raw_sha256=f"{number:064}",
        package=b"package %d" % number,
        deliveries=(
            NewDelivery(id=f"d-{number}-a", destination="a"),
            NewDelivery(id=f"d-{number}-b", destination="b"),
        ),
    )
    return msgspec.structs.replace(handoff, **members)


async def test_a_group_is_kept_whole(store: SqliteStore, commits: list[int]) -> None:
    handoffs = [
        new(1),
        new(2, idempotency_key="k"),
        new(3, reply_to="https://bot.example/told", deliveries=()),
    ]
    accepted = await asyncio.gather(*map(store.accept, handoffs))
    assert [3] == commits
    assert [Accepted(handoff_id=one.id) for one in handoffs] == accepted
    for one in handoffs:
        row = await store.handoff(one.id)
        assert row is not None
        assert [kept.id for kept in row.deliveries] == [owed.id for owed in one.deliveries]
        assert (one.raw, one.media_type) == await store.raw(one.id)
        assert one.package == await store.package(one.id)
        (event,) = await store.events(after=0, limit=9, handoff_id=one.id)
        assert "handoff.accepted" == event.type
    (due,) = await store.due_listeners(now="9999", limit=9)
    assert ("h-3", "https://bot.example/told") == (due.handoff_id, due.url)


async def test_a_repeated_one_in_a_group_is_told_apart(store: SqliteStore) -> None:
    await store.accept(new(1, idempotency_key="k"))
    again = new(2, raw_sha256=new(1).raw_sha256, idempotency_key="k")
    other = new(3, idempotency_key="k")
    told = await asyncio.gather(
        *map(store.accept, [new(4), again, other, new(4)]), return_exceptions=True
    )
    assert [
        Accepted(handoff_id="h-4"),
        Accepted(handoff_id="h-1", repeated=True),
        Accepted(handoff_id="h-4", repeated=True),
    ] == [told[0], told[1], told[3]]
    assert isinstance(told[2], Conflict) or "idempotency" in getattr(told[2], "code", "")
    assert await store.handoff("h-2") is None


async def test_groups_go_on_counting_where_the_last_one_ended(store: SqliteStore) -> None:
    for numbers in (range(3), range(3, 5), range(5, 9)):
        await asyncio.gather(*(store.accept(new(number)) for number in numbers))
    rows = await store.unfinished()
    assert [f"h-{number}" for number in range(9) for _ in "ab"] == [one.handoff_id for one in rows]


async def test_the_next_of_a_lane_is_found_without_looking_through_the_other_lanes(
    store: SqliteStore, tmp_path: Path
) -> None:
    await store.accept(new(1))
    reader = connect_reader(tmp_path / "store.db")
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    assert oldest_unfinished(reader, Lane("c-1", "b")) is not None
    reader.set_trace_callback(None)
    plan = [str(step["detail"]) for step in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    reader.close()
    assert "handoffs_by_conversation" in plan[0]
    assert "deliveries_of_handoff" in plan[1]
