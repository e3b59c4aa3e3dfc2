"""Lookup tables are filled in with the vendor's own values."""

from __future__ import annotations

import pytest

from gateway.delivery.starter.words import CHANNELS, REASONS, URGENCY, translations
from gateway.delivery.vocabulary import CANONICAL
from mappings.shape import Shape, members_of, shape_of


def test_the_nearest_word_of_the_vendor_is_taken() -> None:
    table = translations(URGENCY, ("High", "Medium", "Low"), {})
    assert {
        "low": "Low",
        "normal": "Medium",
        "high": "High",
        "critical": "High",
        "*": "Medium",
    } == table


def test_a_word_of_its_own_goes_before_a_wider_one() -> None:
    table = translations(URGENCY, ("low", "normal", "high", "urgent"), {})
    assert ("urgent", "normal") == (table["critical"], table["*"])


def test_values_are_also_known_by_what_people_see() -> None:
    table = translations(URGENCY, ("1", "2"), {"1": "High", "2": "Normal"})
    assert ("1", "2") == (table["high"], table["normal"])


def test_other_stands_for_anything_else_where_there_is_one() -> None:
    assert "Other" == translations(REASONS, ("Feedback", "Other"), {})["*"]


def test_without_other_anything_else_is_what_most_are() -> None:
    assert "Messaging" == translations(CHANNELS, ("Phone", "Messaging"), {})["*"]


def test_values_about_something_else_give_no_table() -> None:
    assert translations(REASONS, ("Mechanical", "Electrical", "Other"), {}) is None
    assert translations(URGENCY, (), {}) is None


def test_the_words_are_those_of_the_schema() -> None:
    assert set(URGENCY) == set(_members("urgency", "level"))
    assert set(CHANNELS) <= set(_members("conversation", "channel"))
    assert set(REASONS) <= set(_members("reason", "code"))


def _members(*names: str) -> tuple[str, ...]:
    shape: Shape = shape_of(CANONICAL.root)
    for name in names:
        (struct,) = shape.structs
        shape = members_of(struct)[name].shape
    return shape.members


@pytest.mark.parametrize("words", [URGENCY, CHANNELS, REASONS])
def test_every_value_of_a_table_is_the_vendors(words) -> None:
    choices = ("High", "Web Chat", "E-Mail", "Complaint")
    table = translations(words, choices, {})
    assert table is not None
    assert set(table.values()) <= set(choices)
