"""How much a webhook's receiver should be given, with units and sources."""

from __future__ import annotations

from gateway.sdk import Limit

BODY = Limit(
    size=20_000,
    unit="bytes",
    source="standardwebhooks.com 1.0.0: recommended; send a link instead of more",
    read_on="2026-11-20",
)
