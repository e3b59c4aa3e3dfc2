"""Numbers the values that are replaced: the same value has the same token within one handoff."""

from __future__ import annotations

import re
from collections import Counter

from gateway.schema.scalars import Json

_TOKEN = re.compile(r"\[([A-Z_]{1,64}):([0-9]{1,9})\]")


def is_token(text: str) -> bool:
    """Whether a value was replaced before it came here."""
    return _TOKEN.fullmatch(text) is not None


class Tokens:
    """The tokens given so far, and the spellings that they replaced. Numbers go on after those of
    the tokens that a ``package`` came with.
    """

    def __init__(self, package: bytes = b"") -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._kinds: Counter[str] = Counter()
        for kind, number in _TOKEN.findall(package.decode()):
            self._kinds[kind] = max(self._kinds[kind], int(number))
        self.spellings: dict[str, str] = {}
        self.events: Counter[tuple[str, str, str]] = Counter()

    def replace(self, spelling: str, *, kind: str, key: str, detector: str, path: str) -> str:
        """The token for a value, e.g. ``[CARD:1]``; ``spelling`` is the value as it is written."""
        token = self._given.get((kind, key))
        if token is None:
            self._kinds[kind] += 1
            token = self._given[(kind, key)] = f"[{kind}:{self._kinds[kind]}]"
        self.spellings[spelling] = token
        self.events[(path, kind, detector)] += 1
        return token

    def redactions(self) -> tuple[Json, ...]:
        """The entries of ``privacy.redactions``: where, what, by whom and how often."""
        return tuple(
            {"path": path, "kind": kind, "detector": detector, "count": count}
            for (path, kind, detector), count in self.events.items()
        )

    def counts(self) -> Counter[str]:
        """How many values each detector replaced."""
        found: Counter[str] = Counter()
        for (_, _, detector), count in self.events.items():
            found[detector] += count
        return found
