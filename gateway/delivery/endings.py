"""Who waits for which delivery to end."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager


class Endings:
    """Futures by delivery; none is kept longer than somebody waits."""

    def __init__(self) -> None:
        self._futures: dict[str, set[asyncio.Future[None]]] = {}

    def __len__(self) -> int:
        """How many deliveries somebody waits for."""
        return len(self._futures)

    @contextmanager
    def awaited(self, delivery_id: str) -> Generator[asyncio.Future[None]]:
        """A future that is done once the delivery's end is announced."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._futures.setdefault(delivery_id, set()).add(future)
        try:
            yield future
        finally:
            self._forget(delivery_id, future)

    def announce(self, delivery_id: str) -> None:
        """Tell everybody who waits for it."""
        for future in self._futures.get(delivery_id, ()):
            if not future.done():
                future.set_result(None)

    def _forget(self, delivery_id: str, future: asyncio.Future[None]) -> None:
        waiting = self._futures[delivery_id]
        waiting.remove(future)
        if not waiting:
            del self._futures[delivery_id]
