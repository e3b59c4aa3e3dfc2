"""Values as they are read: what a person would see of them."""

from __future__ import annotations

import re
import sys

import pytest
from msgspec import UNSET

from mappings.nodes import Lines, is_blank, is_empty

UNSEEN = re.compile(r"[\s\u200b\u2060\ufeff]*")


def test_blank_is_what_has_white_space_and_unseen_characters_alone() -> None:
    every = [chr(number) for number in range(sys.maxunicode + 1)]

    expected = [text for text in every if UNSEEN.fullmatch(text)]

    assert expected == [text for text in every if is_blank(text)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (UNSET, True),
        (None, True),
        ("", True),
        (" \u200b", True),
        ("x", False),
        (0, False),
        (0.0, False),
        (False, False),
        ((), True),
        ([], True),
        ({}, True),
        ((None,), False),
        ({"a": None}, False),
        (Lines((("", ()), (None, ()))), True),
        (Lines((("", ()), ("x", ()))), False),
    ],
)
def test_empty_is_what_a_rule_looks_past(value: object, expected: bool) -> None:
    assert expected is is_empty(value)
