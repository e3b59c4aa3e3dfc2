"""The imitated receiver: what it was sent, what it kept of it, and by which keys it knows us."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

Clock: TypeAlias = Callable[[], datetime]

# Made up for this imitation; they open nothing else.
SECRET = "whsec_c3RhbmQtaW4gc2VjcmV0IG9mIHRoZSByZWNlaXZlciE="
NEXT_SECRET = "whsec_dGhlIHNlY3JldCB0aGF0IGNvbWVzIGFmdGVyIHRoYXQgb25l"
PRIVATE_KEY = "whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
PUBLIC_KEY = "whpk_A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="


class Item(Struct, frozen=True, kw_only=True):
    """One delivery. ``stored`` is what was kept of the body; ``arrivals`` counts repeats too."""

    id: str
    method: str
    path: str
    content_type: str
    body: bytes
    stored: Any
    arrivals: int = 1


class Inbox:
    """State only; what happens to it is in the service. ``clock`` judges timestamps.

    ``keys`` are those that signatures are accepted of: ``whsec_`` secrets and ``whpk_`` public
    keys. ``retry_after`` is in seconds.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or (lambda: datetime.now(UTC))
        self.keys: tuple[str, ...] = (SECRET, PUBLIC_KEY)
        self.retry_after = 30
        self.items: dict[str, Item] = {}

    def keep(self, item: Item) -> Item:
        """Keep a delivery; one that is here already is only counted."""
        known = self.items.get(item.id)
        kept = item if known is None else replace(known, arrivals=known.arrivals + 1)
        self.items[item.id] = kept
        return kept

    def at(self, path: str) -> Item | None:
        """What was last written to a path."""
        written = (item for item in reversed(self.items.values()) if item.path == path)
        return next(written, None)
