"""The journal: begun, finished, begun again, in order."""

from __future__ import annotations

import msgspec
import pytest

from gateway.sdk.errors import NotFound

REPLY = {
    "status": 201,
    "headers": b'[["content-type","application/json"]]',
    "body": b'{"id":1}\x00',
    "finished_at": "2026-11-20T09:30:02.000000Z",
}


@pytest.fixture(autouse=True)
async def accepted(store, new_handoff) -> None:
    await store.accept(new_handoff("h-1"))


async def test_an_exchange_that_was_begun_has_no_outcome_yet(store, begun) -> None:
    await store.begin_exchange(begun())
    assert [begun()] == await store.exchanges("h-1:support")


async def test_a_finished_exchange_keeps_its_reply(store, begun) -> None:
    finished = msgspec.structs.replace(begun(), **REPLY)
    await store.begin_exchange(begun())
    await store.finish_exchange(finished)
    assert [finished] == await store.exchanges("h-1:support")


async def test_begun_again_an_exchange_has_a_higher_attempt_and_no_reply(store, begun) -> None:
    await store.begin_exchange(begun())
    await store.finish_exchange(msgspec.structs.replace(begun(), **REPLY))
    await store.begin_exchange(begun(attempt=2))
    assert [begun(attempt=2)] == await store.exchanges("h-1:support")


async def test_the_journal_is_in_order_of_phase_round_and_number(store, begun) -> None:
    keys = [("read_back", 1, 1), ("deliver", 0, 10), ("read_back", 0, 2), ("deliver", 0, 9)]
    for phase, reading, number in keys:
        await store.begin_exchange(begun(number, phase=phase, round=reading))
    journal = await store.exchanges("h-1:support")
    assert sorted(keys) == [(row.phase, row.round, row.number) for row in journal]


async def test_each_delivery_has_its_own_journal(store, begun, new_handoff) -> None:
    await store.accept(new_handoff("h-2"))
    await store.begin_exchange(begun(delivery_id="h-2:support"))
    assert [] == await store.exchanges("h-1:support")


async def test_finishing_what_was_not_begun_is_a_bug_in_the_caller(store, begun) -> None:
    await store.begin_exchange(begun(1))
    with pytest.raises(RuntimeError, match="never begun"):
        await store.finish_exchange(msgspec.structs.replace(begun(2), **REPLY))


async def test_an_exchange_of_an_unknown_delivery_is_refused(store, begun) -> None:
    with pytest.raises(NotFound):
        await store.begin_exchange(begun(delivery_id="nobody"))
