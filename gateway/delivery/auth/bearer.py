"""Signs in with a token that does not run out."""

from __future__ import annotations

from gateway.delivery.auth.header import FixedHeader


def bearer(token: str) -> FixedHeader:
    """``Authorization: Bearer`` with this token."""
    return FixedHeader("authorization", f"Bearer {token}")
