"""How much LivePerson holds. It publishes no lengths, so these are cautious ones of our own."""

from __future__ import annotations

from gateway.sdk import Limit

_OWN = "Readback's own: the vendor publishes none, and may cut without a word"
_READ_ON = "2026-11-20"

MESSAGE = Limit(size=4_000, unit="characters", source=_OWN, read_on=_READ_ON)
ATTRIBUTE = Limit(size=1_000, unit="characters", source=_OWN, read_on=_READ_ON)
