"""Signs in with an assertion signed by a private key (RFC 7523): no secret goes over the wire."""

from __future__ import annotations

import time
from collections.abc import Callable

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from gateway.delivery.auth.token import TokenSignIn
from gateway.sdk.errors import ConfigurationError

# Vendors take assertions of three to five minutes; the shorter is safe (2026-11-20).
_LIFETIME_SECONDS = 180


def jwt_bearer(
    *,
    token_url: str,
    client_id: str,
    private_key: str,
    subject: str,
    audience: str,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], float] = time.time,
) -> TokenSignIn:
    """The sign-in of a client that acts as ``subject``; ``now`` is seconds since 1970.

    Raises ``ConfigurationError`` for anything but a private RSA key in PEM form.
    """
    key = _rsa_key(private_key)

    def grant() -> dict[str, str]:
        claims = {
            "iss": client_id,
            "sub": subject,
            "aud": audience,
            "exp": int(now()) + _LIFETIME_SECONDS,
        }
        return {
            "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion": jwt.encode(claims, key, algorithm="RS256"),
        }

    return TokenSignIn(token_url=token_url, grant=grant, clock=clock)


def _rsa_key(pem: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, RSAPrivateKey):
        raise ConfigurationError(
            "auth.private_key is not a private RSA key in PEM form without a passphrase."
        )
    return key
