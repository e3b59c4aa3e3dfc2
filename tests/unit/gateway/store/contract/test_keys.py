"""API keys in the store: found by hash, unique by name."""

from __future__ import annotations

import msgspec
import pytest

from gateway.sdk.errors import Conflict
from gateway.store.api_keys import hash_key, mint
from gateway.store.scopes import HANDOFFS_READ, HANDOFFS_WRITE


async def test_a_key_is_found_by_its_hash(store) -> None:
    text, row = mint("bot", [HANDOFFS_WRITE, HANDOFFS_READ])
    await store.add_key(row)
    assert row == await store.key(hash_key(text))


async def test_an_unknown_hash_finds_nothing(store) -> None:
    await store.add_key(mint("bot", [HANDOFFS_WRITE])[1])
    assert await store.key("0" * 64) is None


async def test_a_revoked_key_is_not_found(store) -> None:
    _, row = mint("bot", [HANDOFFS_WRITE])
    await store.add_key(msgspec.structs.replace(row, revoked_at=row.created_at))
    assert await store.key(row.sha256) is None


async def test_a_name_stands_for_one_key(store) -> None:
    _, first = mint("bot", [HANDOFFS_WRITE])
    await store.add_key(first)
    with pytest.raises(Conflict, match="'bot'") as caught:
        await store.add_key(mint("bot", [HANDOFFS_READ])[1])
    assert "key.exists" == caught.value.code
    assert first == await store.key(first.sha256)
