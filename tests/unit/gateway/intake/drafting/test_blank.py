"""Members that say nothing, and values that can be kept as they are."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.blank import is_blank, is_whole

OPTIONAL = frozenset({"note"})


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_null_and_empty_say_nothing_under_an_optional_name_alone(value: Any) -> None:
    assert is_blank("note", value, OPTIONAL)
    assert not is_blank("text", value, OPTIONAL)


@pytest.mark.parametrize("value", [0, 0.0, False, " ", [None]])
def test_zero_and_false_say_something(value: Any) -> None:
    assert not is_blank("note", value, OPTIONAL)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [{"b": None}]}, True),
        ({"a": [{"note": "x"}]}, True),
        ({"a": [1, [{"note": ""}]]}, False),
        ("", True),
    ],
)
def test_a_value_is_whole_that_has_no_blank_member_anywhere(value: Any, expected: bool) -> None:
    assert expected is is_whole(value, OPTIONAL)
