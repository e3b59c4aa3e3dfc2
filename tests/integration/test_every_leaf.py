"""No leaf can change without the vendor's copy changing: each is mutated, one at a time."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from gateway.cli.examples import load_examples
from gateway.schema.leaves import document_leaves, unescape
from tests.integration.leaf_check import another_value, arrive

EXAMPLES = dict(load_examples())


def put(document: Any, pointer: str, value: Any) -> Any:
    """A copy of the document with another value at the pointer."""
    changed = copy.deepcopy(document)
    node = changed
    *parents, last = [unescape(token) for token in pointer.split("/")[1:]]
    for token in parents:
        node = node[int(token)] if isinstance(node, list) else node[token]
    node[int(last) if isinstance(node, list) else last] = value
    return changed


@pytest.mark.parametrize("name", EXAMPLES)
def test_changing_any_leaf_changes_every_place_where_it_stands_whole(name: str):
    document = json.loads(EXAMPLES[name])
    before = arrive(document)
    mutated, unchanged = 0, []
    for pointer, value in document_leaves(document).items():
        changed = another_value(document, put, pointer, value)
        if changed is None:
            assert pointer.endswith("/type"), pointer
            continue
        mutated += 1
        after = arrive(changed)
        if after.holds == before.holds:
            unchanged.append(pointer)
        unchanged.extend(
            f"{pointer} in {field}"
            for field in before.fields_of(pointer)
            if after.field(field) == before.field(field)
        )

    print(f"{name}: {mutated} leaves changed, one at a time")
    assert unchanged == []


def test_the_same_handoff_arrives_the_same_twice():
    document = json.loads(EXAMPLES["duplicate-charge"])

    assert arrive(document).holds == arrive(document).holds
