"""The journal: begun, finished, begun again, in order."""

from __future__ import annotations

import msgspec
import pytest

from gateway.sdk.errors import NotFound
from gateway.store.records import Progress

REPLY = {
    "status": 201,
    "headers": b'[["content-type","application/json"]]',
    "body": b'{"id":1}\x00',
    "finished_at": "2026-11-20T09:30:02.000000Z",
}


async def noted(store, *exchanges) -> None:
    await store.advance(Progress(exchanges=exchanges))


@pytest.fixture(autouse=True)
async def accepted(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))


async def test_an_exchange_that_was_begun_has_no_outcome_yet(store, begun) -> None:
    await noted(store, begun())
    assert [begun()] == await store.exchanges("h-1:support")


async def test_a_finished_exchange_keeps_its_reply(store, begun) -> None:
    finished = msgspec.structs.replace(begun(), **REPLY)
    await noted(store, begun())
    await noted(store, finished)
    assert [finished] == await store.exchanges("h-1:support")


async def test_begun_again_an_exchange_has_a_higher_attempt_and_no_reply(store, begun) -> None:
    await noted(store, begun())
    await noted(store, msgspec.structs.replace(begun(), **REPLY))
    await noted(store, begun(attempt=2))
    assert [begun(attempt=2)] == await store.exchanges("h-1:support")


async def test_the_journal_is_in_order_of_phase_round_and_number(store, begun) -> None:
    keys = [("read_back", 1, 1), ("deliver", 0, 10), ("read_back", 0, 2), ("deliver", 0, 9)]
    for phase, reading, number in keys:
        await noted(store, begun(number, phase=phase, round=reading))
    journal = await store.exchanges("h-1:support")
    assert sorted(keys) == [(row.phase, row.round, row.number) for row in journal]


async def test_each_delivery_has_its_own_journal(store, begun, new_handoff) -> None:
    await store.accept(new_handoff("h-2"))
    await noted(store, begun(delivery_id="h-2:support"))
    assert [] == await store.exchanges("h-1:support")


async def test_an_exchange_of_an_unknown_delivery_is_refused(store, begun) -> None:
    with pytest.raises(NotFound):
        await noted(store, begun(delivery_id="nobody"))


async def test_exchanges_a_delivery_and_its_evidence_are_kept_together(store, begun) -> None:
    before = await store.delivery("h-1:support")
    finished = msgspec.structs.replace(begun(), **REPLY)
    ended = msgspec.structs.replace(before, status="verified", ref="W-1")
    await store.advance(
        Progress(exchanges=(finished, begun(2)), delivery=ended, evidence=b"receipt")
    )
    assert [finished, begun(2)] == await store.exchanges("h-1:support")
    assert ended == await store.delivery("h-1:support")
    assert b"receipt" == await store.receipt("h-1:support")
    events = await store.events(after=0, limit=9, handoff_id="h-1")
    assert ["handoff.accepted", "delivery.delivered", "delivery.verified"] == [
        event.type for event in events
    ]


async def test_of_what_does_not_go_together_nothing_is_kept(store, begun) -> None:
    before = await store.delivery("h-1:support")
    nobodys = msgspec.structs.replace(before, id="nobody")
    with pytest.raises(NotFound):
        await store.advance(Progress(exchanges=(begun(),), delivery=nobodys))
    assert [] == await store.exchanges("h-1:support")
