"""Signs in with a user name and a password or API token."""

from __future__ import annotations

from base64 import b64encode

from gateway.delivery.auth.header import FixedHeader


def basic(username: str, password: str) -> FixedHeader:
    """``Authorization: Basic`` in UTF-8; a user name with a colon cannot be said (RFC 7617)."""
    pair = f"{username}:{password}".encode()
    return FixedHeader("authorization", f"Basic {b64encode(pair).decode()}")
