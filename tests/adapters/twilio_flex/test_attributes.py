"""Attributes, member by member."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from adapters.twilio_flex.attributes import demand_room, merged, nested, read, shown, written
from gateway.sdk import FieldValue, Misfit

NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(".".join)


def fields(members: dict[str, Any]) -> list[FieldValue]:
    return [FieldValue(name=name, value=value) for name, value in members.items()]


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(NAMES, st.integers() | st.lists(st.integers()), max_size=8))
def test_what_was_put_somewhere_is_found_there(members: dict[str, Any]) -> None:
    tree = nested(fields(members))

    assert members == {name: shown(tree, name) for name in members}


def test_a_dot_is_a_member_of_a_member() -> None:
    assert {"a": {"b": 1, "c": {"d": 2}}} == nested(fields({"a.c.d": 2, "a.b": 1}))


def test_where_a_value_stands_already_the_other_stands_beside_it() -> None:
    assert {"a": 1, "a.b": 2} == nested(fields({"a": 1, "a.b": 2}))


@pytest.mark.parametrize("name", ["b", "a.c", "a.b.c", ""])
def test_what_is_not_there_is_unset_and_not_null(name: str) -> None:
    assert UNSET is shown({"a": {"b": None}}, name)


def test_theirs_stays_and_ours_is_put_into_it() -> None:
    ours, theirs = {"a": {"b": 1}, "c": 2}, {"a": {"x": 7}, "c": {"y": 8}, "z": 9}

    assert {"a": {"b": 1, "x": 7}, "c": 2, "z": 9} == merged(ours, theirs)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", "7", "not JSON", '{"a":' + "[" * 100_000])
def test_what_is_no_object_has_no_members(text: str | None) -> None:
    assert {} == read(text)


def test_they_are_compact_and_not_escaped() -> None:
    assert '{"a":"ü 💳","b":[1,2]}' == written({"a": "ü 💳", "b": [1, 2]})


def test_room_is_counted_in_bytes() -> None:
    demand_room({"a": "ü"}, 10, "the task's attributes")

    with pytest.raises(Misfit, match="would take 10 bytes and have 9"):
        demand_room({"a": "ü"}, 9, "the task's attributes")
