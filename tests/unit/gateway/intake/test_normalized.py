"""The ledger of a normalizer, and putting values where they fit."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.normalized import Ledger, place
from gateway.schema.scalars import Id


def test_a_moved_value_takes_all_its_leaves_along() -> None:
    ledger = Ledger()

    ledger.move("/metadata", {"a": [1, {}], "b": None}, "/variables")

    assert {
        "/metadata/a/0": ("/variables/a/0",),
        "/metadata/a/1": ("/variables/a/1",),
        "/metadata/b": ("/variables/b",),
    } == ledger.mapped


def test_a_leaf_can_stand_at_several_places() -> None:
    ledger = Ledger()

    ledger.map("/a", "/x")
    ledger.map("/a", "/y", "/z")

    assert {"/a": ("/x", "/y", "/z")} == ledger.mapped


def test_members_that_were_not_read_are_left() -> None:
    ledger = Ledger()

    ledger.rest("/m", {"read": 1, "a/b": {"c": 2}}, frozenset({"read"}))

    assert {"/m/a~1b": {"c": 2}} == ledger.unmapped


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, {"a": {"b": "x"}}),
        ({"a": {"c": 1}}, {"a": {"c": 1, "b": "x"}}),
    ],
)
def test_a_value_is_put_where_nothing_stands(document: Any, expected: Any) -> None:
    assert place(document, ("a", "b"), "x", Id)
    assert expected == document


@pytest.mark.parametrize("document", [{"a": {"b": None}}, {"a": None}, {"a": [1]}])
def test_what_stands_somewhere_is_not_replaced(document: dict[str, Any]) -> None:
    before = repr(document)

    assert not place(document, ("a", "b"), "x", Id)
    assert before == repr(document)


def test_a_value_that_does_not_fit_is_not_put_anywhere() -> None:
    document: dict[str, Any] = {}

    assert not place(document, ("a", "b"), "", Id)
    assert {} == document
