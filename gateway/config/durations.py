"""Durations as the configuration writes them: ``24h``."""

from __future__ import annotations

import re

from gateway.config.settings import Duration

_SECONDS = {"min": 60, "h": 3600, "d": 86400}
_PARTS = re.compile(r"([0-9]+)([a-z]+)")


def seconds_of(duration: Duration) -> int:
    """The duration in seconds."""
    found = _PARTS.fullmatch(duration)
    if found is None:
        raise ValueError("a duration is a number with min, h or d")
    return int(found[1]) * _SECONDS[found[2]]
