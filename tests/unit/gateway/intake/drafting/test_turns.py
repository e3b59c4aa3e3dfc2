"""Who speaks, what was only thought, and what no rule can read."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.turns import (
    add_message,
    reasoning_part,
    speaker,
    stray_message,
    typed,
    unknown_part,
)

ROLES = {"user": "customer", "developer": "system"}


@pytest.mark.parametrize(
    ("role", "message", "mapped"),
    [
        ("user", {"role": "customer"}, {"/r": ("/role",)}),
        ("developer", {"role": "system", "meta": {"role": "developer"}}, {"/r": ("/meta/role",)}),
        ("narrator", {"role": "other", "meta": {"role": "narrator"}}, {"/r": ("/meta/role",)}),
        ({"a": 1}, {"role": "other", "meta": {"role": {"a": 1}}}, {"/r/a": ("/meta/role/a",)}),
    ],
)
def test_a_role_that_ours_would_not_give_back_is_kept(
    role: Any, message: dict[str, Any], mapped: dict[str, Any]
) -> None:
    made = speaker(Native("/r", role), ROLES, kept=("developer",))

    assert message == made.value
    assert mapped == made.mapped


def test_a_message_without_a_role_is_somebodys() -> None:
    assert {"role": "other"} == speaker(Native("")["role"], ROLES).value


def test_messages_stand_in_the_order_in_which_they_were_added() -> None:
    draft = Draft()

    places = [add_message(draft, Draft(role=role), []) for role in ("bot", "customer")]

    assert ["/conversation/messages/0", "/conversation/messages/1"] == places
    assert ["bot", "customer"] == [m["role"] for m in draft.value["conversation"]["messages"]]


def test_what_is_no_message_is_kept_whole() -> None:
    message, parts = stray_message(Native("/m/3", [1]))

    assert {"role": "other"} == message.value
    assert [{"type": "other", "original_type": "message", "data": [1]}] == [p.value for p in parts]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("words", {"type": "text", "text": "words"}),
        ({"type": "x", "a/b": 1}, {"type": "other", "original_type": "x", "data": {"a/b": 1}}),
        ({"type": "x"}, {"type": "other", "original_type": "x", "data": {}}),
        ({"a": 1}, {"type": "other", "original_type": "untyped", "data": {"a": 1}}),
        ({"type": 3}, {"type": "other", "original_type": "untyped", "data": {"type": 3}}),
        (None, {"type": "other", "original_type": "untyped", "data": None}),
    ],
)
def test_a_part_that_no_rule_reads_is_kept_whole(block: Any, expected: dict[str, Any]) -> None:
    assert expected == unknown_part(Native("/p", block)).value


def test_a_part_that_could_not_be_read_is_the_whole_block() -> None:
    block = Native("/p", {"type": "call", "name": 3})

    assert {"type": "other", "original_type": "call", "data": {"name": 3}} == (
        typed(None, block).value
    )


def test_what_a_model_thought_is_noise_and_that_it_did_is_told() -> None:
    block = Native("/p", {"type": "thinking", "text": "secret", "more": [1, 2]})

    part = reasoning_part(block, block["text"], block["more"], block["absent"])

    assert {"type": "reasoning", "withheld": True} == part.value
    assert {"/p/text", "/p/more/0", "/p/more/1"} == part.noise.keys()
    assert {"/p/type": ("/type",)} == part.mapped
