"""API keys are random, shown once and kept as a hash."""

from __future__ import annotations

import re

import pytest

from gateway.sdk.errors import ConfigurationError
from gateway.store.api_keys import hash_key, mint
from gateway.store.scopes import ADMIN, HANDOFFS_READ, HANDOFFS_WRITE


def test_a_key_is_random_text_behind_a_prefix() -> None:
    text, _ = mint("bot", [HANDOFFS_WRITE])
    assert re.fullmatch(r"rb_[A-Za-z0-9_-]{32,}", text)


def test_no_two_keys_are_equal() -> None:
    assert mint("bot", [ADMIN])[0] != mint("bot", [ADMIN])[0]


def test_the_row_holds_the_hash_and_not_the_key() -> None:
    text, row = mint("bot", [HANDOFFS_WRITE])
    assert hash_key(text) == row.sha256
    assert text not in repr(row)


def test_the_row_keeps_each_scope_once_in_the_order_given() -> None:
    _, row = mint("bot", [HANDOFFS_WRITE, HANDOFFS_READ, HANDOFFS_WRITE])
    assert (HANDOFFS_WRITE, HANDOFFS_READ) == row.scopes


def test_an_unknown_scope_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=r"'handoffs:wite'.*handoffs:write"):
        mint("bot", ["handoffs:wite"])


def test_a_key_without_a_scope_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="at least one scope"):
        mint("bot", [])


@pytest.mark.parametrize("name", ["", "  ", "a\nb"])
def test_a_key_needs_a_name_that_can_be_read(name: str) -> None:
    with pytest.raises(ConfigurationError, match="needs a name"):
        mint(name, [ADMIN])
