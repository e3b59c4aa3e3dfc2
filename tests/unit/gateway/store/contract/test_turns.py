"""The turns of a conversation before its handoff: in order, once each, for a time."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from gateway.sdk.errors import Conflict
from gateway.store.turn_port import NewTurn

DAWN = "2026-11-20T06:00:00.000000Z"
NOON = "2026-11-20T12:00:00.000000Z"
DUSK = "2026-11-20T18:00:00.000000Z"


def _turn(raw: bytes = b"{}", **changed: Any) -> NewTurn:
    members: dict[str, Any] = {
        "client": "bot",
        "conversation_id": "c-1",
        "raw": raw,
        "raw_sha256": hashlib.sha256(raw).hexdigest(),
        "media_type": "application/json",
        "dialect": "canonical",
        "document": b"read " + raw,
        "kept_at": NOON,
    }
    return NewTurn(**{**members, **changed})


async def _numbers(store: Any, *turns: NewTurn) -> list[tuple[int, bool]]:
    kept = [await store.keep_turn(turn) for turn in turns]
    return [(one.number, one.repeated) for one in kept]


async def test_turns_stand_in_the_order_in_which_they_came(store) -> None:
    assert [(1, False), (2, False)] == await _numbers(store, _turn(b"a"), _turn(b"b"))
    assert [(1, "canonical", b"read a", NOON), (2, "canonical", b"read b", NOON)] == [
        (row.number, row.dialect, row.document, row.kept_at)
        for row in await store.turns("bot", "c-1")
    ]


async def test_a_body_right_behind_itself_is_the_same_turn(store) -> None:
    turns = _turn(b"a"), _turn(b"a"), _turn(b"b"), _turn(b"a")
    assert [(1, False), (1, True), (2, False), (3, False)] == await _numbers(store, *turns)


async def test_a_turn_with_something_of_its_own_is_the_same_wherever_it_stands(store) -> None:
    turns = _turn(b"a", own="r1"), _turn(b"b", own="r2"), _turn(b"a", own="r1")
    assert [(1, False), (2, False), (1, True)] == await _numbers(store, *turns)


async def test_the_same_words_under_two_keys_were_said_twice(store) -> None:
    turns = _turn(b"yes", own="k1"), _turn(b"yes", own="k2")
    assert [(1, False), (2, False)] == await _numbers(store, *turns)


async def test_an_id_of_a_turn_may_come_again_with_another_body(store) -> None:
    turns = _turn(b"a", own="r1"), _turn(b"b", own="r1")
    assert [(1, False), (2, False)] == await _numbers(store, *turns)


async def test_a_key_with_another_body_is_refused(store) -> None:
    await store.keep_turn(_turn(b"a", own="k", must_match=True))
    with pytest.raises(Conflict) as refused:
        await store.keep_turn(_turn(b"b", own="k", must_match=True))
    assert "idempotency.mismatch" == refused.value.code


async def test_a_very_long_key_is_a_key(store) -> None:
    turns = _turn(b"a", own="k" * 9000), _turn(b"a", own="k" * 9000)
    assert [(1, False), (1, True)] == await _numbers(store, *turns)


@pytest.mark.parametrize("changed", [{"client": "other"}, {"conversation_id": "c\0\\2"}])
async def test_each_client_and_conversation_has_turns_of_its_own(store, changed) -> None:
    await store.keep_turn(_turn(b"a", own="k"))
    other = _turn(b"bb", own="k", **changed)
    assert [(1, False)] == await _numbers(store, other)
    assert [b"read a"] == [row.document for row in await store.turns("bot", "c-1")]
    assert 1 == await store.turn_bytes("bot", "c-1")
    assert 2 == await store.turn_bytes(other.client, other.conversation_id)


async def test_of_no_turns_there_is_nothing(store) -> None:
    assert ([], 0) == (await store.turns("bot", "c-1"), await store.turn_bytes("bot", "c-1"))


async def test_a_conversation_is_forgotten_a_while_after_its_last_turn(store) -> None:
    await _numbers(store, _turn(b"a", kept_at=DAWN), _turn(b"b", kept_at=DUSK))
    await store.keep_turn(_turn(b"c", conversation_id="c-2", kept_at=DAWN))
    assert 1 == await store.drop_turns(before=NOON)
    assert 2 == len(await store.turns("bot", "c-1"))
    assert [] == await store.turns("bot", "c-2")
    assert 0 == await store.drop_turns(before=NOON)
