"""A key that was found is remembered for a moment, and no longer."""

from __future__ import annotations

import pytest

from gateway.api.known_keys import REMEMBERED_SECONDS, KnownKeys
from gateway.store.api_keys import mint
from gateway.store.records import KeyRow
from tests.unit.gateway.watch import Watch


class Store:
    def __init__(self) -> None:
        self.rows: dict[str, KeyRow] = {}
        self.asked = 0

    async def key(self, sha256: str) -> KeyRow | None:
        self.asked += 1
        return self.rows.get(sha256)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def keys(store: Store, watch: Watch) -> KnownKeys:
    return KnownKeys(store, clock=watch)  # type: ignore[arg-type]


async def test_a_busy_callers_key_is_looked_up_once(keys, store) -> None:
    text, row = mint("bot", ["admin"])
    store.rows[row.sha256] = row
    assert [row] * 3 == [await keys.find(text) for _ in range(3)]
    assert 1 == store.asked


async def test_a_key_that_was_revoked_is_let_in_for_a_moment_only(keys, store, watch) -> None:
    text, row = mint("bot", ["admin"])
    store.rows[row.sha256] = row
    await keys.find(text)
    store.rows.clear()
    watch.now = REMEMBERED_SECONDS
    assert await keys.find(text) is None


async def test_a_key_that_nobody_knows_is_looked_up_each_time(keys, store) -> None:
    assert [None, None] == [await keys.find("rb_nobody") for _ in range(2)]
    assert 2 == store.asked


async def test_a_key_that_is_made_after_it_was_asked_for_is_known_at_once(keys, store) -> None:
    text, row = mint("bot", ["admin"])
    assert await keys.find(text) is None
    store.rows[row.sha256] = row
    assert row == await keys.find(text)
