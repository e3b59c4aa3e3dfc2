"""A leaf's place as mappings write it, without anything that a sender chose."""

from __future__ import annotations

import pytest

from gateway.delivery.leaf_paths import leaf_path
from mappings.path import compile_path
from tests.unit.gateway.delivery.effects import CANONICAL


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("/customer/name", "customer.name"),
        ("/customer/refs/12/id", "customer.refs[*].id"),
        ("/conversation/messages/0/content/3/text", "conversation.messages[*].content[*].text"),
        ("/conversation/messages/0/content", "conversation.messages[*].content"),
        ("/commitments/0/amount/value", "commitments[*].amount.value"),
        ("/do_not/2", "do_not[*]"),
    ],
)
def test_indices_do_not_count(pointer: str, path: str) -> None:
    assert path == leaf_path(pointer)
    assert compile_path(path, CANONICAL)


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ("/customer/attributes/Ann Lee's card", "customer.attributes.*"),
        ("/customer/attributes/a~1b/c/4", "customer.attributes.*"),
        ("/unmapped/~1mood", "unmapped.*"),
        ("/records/0/fields/secret", "records[*].fields.*"),
        ("/extensions/com.acme/x", "extensions.*"),
    ],
)
def test_free_names_are_data_and_left_out(pointer: str, path: str) -> None:
    assert path == leaf_path(pointer)
