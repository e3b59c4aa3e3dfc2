"""A circuit breaker: a destination that is down is asked by one lane now and then, not by all.

It opens after some failures in a row, lets one probe through after a pause, and closes with the
first answer. Whoever waits keeps its place: nothing is dropped, and no attempt is used up.
"""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5
"""So many in a row open it."""

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
"""Seconds between probes: doubled after each that fails, up to this."""


class Breaker:
    """Of one destination, in one process. ``clock`` is monotonic, in seconds."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = 0.0
        self._opens_at = 0.0
        self._is_probing = False

    @property
    def is_open(self) -> bool:
        """Whether the destination counts as down."""
        return self._pause > 0

    def wait(self) -> float:
        """The seconds after which to ask again; 0 lets the caller through.

        Of all who ask when the pause is over, one is let through: it is the probe.
        """
        if not self.is_open:
            return 0.0
        left = self._opens_at - self._clock()
        if left > 0:
            return left
        # Should the probe never report, another one is let through after the same pause.
        self._opens_at = self._clock() + self._pause
        self._is_probing = True
        return 0.0

    def succeeded(self) -> None:
        """The destination has answered, whatever it said."""
        self._failures = 0
        self._pause = 0.0

    def failed(self) -> None:
        """It was not reached, or could not answer."""
        self._failures += 1
        if self._failures < FAILURES:
            return
        if self.is_open and not self._is_probing:
            return  # it was under way when the breaker opened
        self._is_probing = False
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._opens_at = self._clock() + self._pause
