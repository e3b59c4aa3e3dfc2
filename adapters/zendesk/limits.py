"""How much Zendesk holds, with units and sources.

It publishes no length for subjects and custom text fields, so only their read-back can tell.
"""

from __future__ import annotations

from gateway.sdk import Limit

COMMENT = Limit(
    size=60_000,
    unit="bytes",
    # The page says "64 kB" without a unit of text, cuts what is longer, and reports no error.
    source="developer.zendesk.com: ticket_comments, Body size limits (64 kB), with a margin",
    read_on="2026-11-20",
)

SUBJECT = Limit(
    size=255,
    unit="characters",
    source="Readback's editorial limit: the vendor publishes none; agents see one line",
    read_on="2026-11-20",
)

REQUESTER_NAME = Limit(
    size=255,
    unit="characters",
    source="github.com/alphagov/support issue 323: a longer name is answered with 422",
    read_on="2026-11-20",
)
