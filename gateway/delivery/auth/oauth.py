"""Signs in with OAuth 2 client credentials (RFC 6749 §4.4)."""

from __future__ import annotations

import time
from collections.abc import Callable

from gateway.delivery.auth.token import TokenSignIn


def client_credentials(
    *,
    token_url: str,
    client_id: str,
    client_secret: str,
    scope: str | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> TokenSignIn:
    """The sign-in of a client with its own secret."""
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": client_secret,
        **({} if scope is None else {"scope": scope}),
    }
    return TokenSignIn(token_url=token_url, grant=lambda: form, scope=scope, clock=clock)
