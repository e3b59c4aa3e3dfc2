"""What an API key may do: the scopes by name, and the one question asked of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

HANDOFFS_WRITE: Final = "handoffs:write"
HANDOFFS_READ: Final = "handoffs:read"
MAPPINGS_WRITE: Final = "mappings:write"
DELIVERIES_REPLAY: Final = "deliveries:replay"
ADMIN: Final = "admin"

SCOPES: Final = (HANDOFFS_WRITE, HANDOFFS_READ, MAPPINGS_WRITE, DELIVERIES_REPLAY, ADMIN)


def allows(scopes: Collection[str], needed: str) -> bool:
    """Whether a key with these scopes may do it; ``admin`` may do everything."""
    return needed in scopes or ADMIN in scopes
