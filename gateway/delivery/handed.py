"""What was accepted in this process a moment ago, for whoever delivers it: no need to read it back.

Only a shortcut. What is not here, because it is too old, too much, or was accepted elsewhere, is in
the store; and what the store says when a delivery is begun is what counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.store.lanes import Fresh, Lane

_MOST_BYTES = 16 * 1024 * 1024
# Whatever waits longer may be under way elsewhere, and others need the place.
_SECONDS = 10.0


class Handed:
    """At most one delivery of a lane, the oldest; ``clock`` is monotonic, in seconds."""

    def __init__(
        self, *, most_bytes: int = _MOST_BYTES, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most_bytes = most_bytes
        self._clock = clock
        self._bytes = 0
        self._held: dict[Lane, tuple[float, Fresh]] = {}

    def put(self, lane: Lane, fresh: Fresh) -> None:
        """Hold on to a delivery, if there is room and its lane has none."""
        self._forget_old()
        size = len(fresh.package or b"")
        if lane not in self._held and self._bytes + size <= self._most_bytes:
            self._held[lane] = (self._clock(), fresh)
            self._bytes += size

    def pop(self, lane: Lane) -> Fresh | None:
        """The delivery of a lane, which is not held any longer."""
        _, fresh = self._held.pop(lane, (0.0, None))
        if fresh is not None:
            self._bytes -= len(fresh.package or b"")
        return fresh

    def _forget_old(self) -> None:
        oldest = self._clock() - _SECONDS
        while self._held:
            lane, (since, _) = next(iter(self._held.items()))
            if since >= oldest:
                return
            self.pop(lane)
