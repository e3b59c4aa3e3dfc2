"""A row of the journal as it is begun, for tests."""

from __future__ import annotations

import msgspec

from gateway.store.records import ExchangeRow

AT = "2026-11-20T12:00:00.000000Z"
BEGUN = ExchangeRow(
    delivery_id="d",
    phase="deliver",
    round=0,
    number=0,
    step="create",
    method="POST",
    path="/x",
    fingerprint="f",
    started_at=AT,
)


def changed(**fields: object) -> ExchangeRow:
    """The same row with other fields."""
    return msgspec.structs.replace(BEGUN, **fields)
