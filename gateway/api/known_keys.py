"""API keys that were found a moment ago, so that not every call of a busy caller asks the store."""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.store.api_keys import hash_key
from gateway.store.port import KeyStore
from gateway.store.records import KeyRow

REMEMBERED_SECONDS = 2.0
"""So long a key that was revoked in the meantime may still be let in."""


class KnownKeys:
    """Looks keys up by their text. Only those that exist are remembered, so there are few."""

    def __init__(self, store: KeyStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._found: dict[str, tuple[KeyRow, float]] = {}

    async def find(self, text: str) -> KeyRow | None:
        """The key, or None. Raises ``StoreUnavailable``."""
        sha256 = hash_key(text)
        row, found_at = self._found.get(sha256, (None, 0.0))
        if row is not None and self._clock() - found_at < REMEMBERED_SECONDS:
            return row
        asked_at = self._clock()
        row = await self._store.key(sha256)
        if row is None:
            self._found.pop(sha256, None)
        else:
            self._found[sha256] = (row, asked_at)
        return row
