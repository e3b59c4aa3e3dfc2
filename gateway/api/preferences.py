"""The ``Prefer`` header (RFC 7240): ``wait=N`` asks for the outcome instead of a promise."""

from __future__ import annotations

import re

LONGEST_WAIT = 60.0

_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?([0-9]{1,6})\"?(?=$|[,;\s])", re.IGNORECASE)


def wanted_wait(prefer: str) -> float:
    """How many seconds the sender would wait, at most 60; 0 where it does not say."""
    found = _WAIT.search(prefer)
    return min(float(found.group(1)), LONGEST_WAIT) if found else 0.0
