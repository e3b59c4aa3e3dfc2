"""No leaf can change without the vendor's copy changing: each is mutated, one at a time."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from gateway.cli.examples import load_examples
from gateway.schema.leaves import document_leaves, unescape
from tests.integration.leaf_check import CHANGED, arrive, fresh_vendor

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
async def test_changing_any_leaf_changes_what_arrives(name: str):
    document = json.loads(EXAMPLES[name])
    before = await arrive(document)
    unchanged = []
    for pointer, value in document_leaves(document).items():
        changed = CHANGED(pointer, value)
        if changed is None:
            continue
        after = await arrive(put(document, pointer, changed))
        if after.holds == before.holds:
            unchanged.append(pointer)
        wanted = before.fields_of(pointer)
        if any(after.field(field) == before.field(field) for field in wanted):
            unchanged.append(f"{pointer} in {sorted(wanted)}")

    assert unchanged == []


async def test_nothing_at_all_arrives_at_a_vendor_that_was_not_told():
    assert fresh_vendor().account.tickets == {}
