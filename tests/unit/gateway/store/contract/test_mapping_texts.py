"""The texts that deliveries were mapped with: each once, under its hash, byte for byte."""

from __future__ import annotations

import pytest

from gateway.sdk.errors import StoreUnavailable


@pytest.mark.parametrize("text", ["", 'name = "plain"\r\n', "# Grüße, 你好 🎟\u2028\x00"])
async def test_a_text_comes_back_as_it_was_kept(store, text: str) -> None:
    await store.keep_mapping("a" * 64, text)
    assert text == await store.mapping("a" * 64)


async def test_a_hash_that_nobody_kept_has_no_text(store) -> None:
    await store.keep_mapping("a" * 64, "one")
    assert await store.mapping("b" * 64) is None


async def test_a_text_that_is_there_already_stays(store) -> None:
    await store.keep_mapping("a" * 64, "one")
    await store.keep_mapping("a" * 64, "another")
    assert "one" == await store.mapping("a" * 64)


async def test_a_closed_store_keeps_nothing(store) -> None:
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.keep_mapping("a" * 64, "one")
