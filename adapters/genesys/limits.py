"""How much Genesys Cloud holds, with units and sources."""

from __future__ import annotations

from gateway.sdk import Limit

_READ_ON = "2026-11-20"

PARTICIPANT_ATTRIBUTE = Limit(
    size=1_000,
    unit="characters",
    source="Readback's own: the vendor publishes none for its REST interface",
    read_on=_READ_ON,
)
MESSAGE = Limit(
    size=4_000,
    unit="characters",
    source="Readback's own: the vendor publishes none, and answers max.length.exceeded",
    read_on=_READ_ON,
)
LONG_TEXT = Limit(
    size=1_000,
    unit="characters",
    source="the vendor's API document: conversations/customattributes/schemas, example of longtext",
    read_on=_READ_ON,
)
