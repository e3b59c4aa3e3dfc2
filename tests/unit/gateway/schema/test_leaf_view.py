"""A view of leaves says of each what naming all of them says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from contract_tests.strategies import json_values
from gateway.schema.leaf_view import LeafView
from gateway.schema.leaves import document_leaves


@settings(max_examples=100, deadline=None)
@given(json_values())
def test_every_leaf_is_found_by_its_name_and_counted(document) -> None:
    named = document_leaves(document)
    view = LeafView(document)

    assert len(named) == len(view)
    assert named == {pointer: view[pointer] for pointer in named}
    assert list(named) == list(view)


@pytest.mark.parametrize(
    "pointer", ["", "/a", "/a/01", "/a/-1", "/a/2", "/b", "/c/d", "/a/x", "/s/0", "/a/²"]
)
def test_what_is_no_leaf_is_not_in_it(pointer: str) -> None:
    document = {"a": [1, 2], "c": 1, "s": "text"}

    assert pointer not in LeafView(document)
    assert pointer not in document_leaves(document)


def test_names_are_looked_for_as_they_are_escaped() -> None:
    assert 1 == LeafView({"a/b": {"~": 1}})["/a~1b/~0"]


def test_a_document_of_any_depth_is_counted() -> None:
    document: object = [1, 2]
    for _ in range(5000):
        document = [document]

    assert 2 == len(LeafView(document))
