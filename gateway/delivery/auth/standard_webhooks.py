"""Signs requests as Standard Webhooks 1.0.0 has it: the receiver knows who sent what, and when.

Signing is done at the moment of sending, because the signature covers the time of the attempt.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import time
from collections.abc import Callable, Generator, Iterable
from typing import TypeAlias

import httpx

from gateway.sdk.errors import ConfigurationError, SignInFailed

Sign: TypeAlias = Callable[[bytes], str]
"""From the signed content to one entry of the signature header."""

SYMMETRIC = "whsec_"
PRIVATE = "whsk_"
# The specification's bounds for a symmetric secret, in bytes.
_SHORTEST, _LONGEST = 24, 64
_SEED = 32


class StandardWebhooks(httpx.Auth):
    """Adds timestamp and signatures, one a key: during a rotation the old key signs as well.

    ``webhook-id`` comes with the request and is the same over all attempts. ``clock`` gives
    seconds since 1970.
    """

    def __init__(self, signers: Iterable[Sign], clock: Callable[[], float] = time.time) -> None:
        self._signers = tuple(signers)
        self._clock = clock

    def __repr__(self) -> str:
        return f"StandardWebhooks({len(self._signers)} keys)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send it once; raises ``SignInFailed`` for a request that has no id to sign."""
        identity = request.headers.get("webhook-id")
        if not identity or "." in identity:
            raise SignInFailed(step="sign", why="the request has no webhook-id that can be signed")
        # Whole seconds: an int has no time zone to be wrong about.
        moment = str(int(self._clock()))
        content = f"{identity}.{moment}.".encode() + request.content
        request.headers["webhook-timestamp"] = moment
        request.headers["webhook-signature"] = " ".join(sign(content) for sign in self._signers)
        yield request


def signer(setting: str, secret: str) -> Sign:
    """What signs with a secret: ``whsec_`` with HMAC-SHA256, ``whsk_`` with ed25519.

    Raises ``ConfigurationError``, which names the setting and never its value.
    """
    if secret.startswith(SYMMETRIC):
        key = _decoded(setting, secret.removeprefix(SYMMETRIC))
        if not _SHORTEST <= len(key) <= _LONGEST:
            raise ConfigurationError(
                f"{setting} must hold {_SHORTEST} to {_LONGEST} bytes behind {SYMMETRIC}."
            )
        return lambda content: _entry("v1", hmac.digest(key, content, "sha256"))
    if secret.startswith(PRIVATE):
        return _ed25519(setting, _decoded(setting, secret.removeprefix(PRIVATE)))
    raise ConfigurationError(f"{setting} must begin with {SYMMETRIC} or {PRIVATE}.")


def _ed25519(setting: str, key: bytes) -> Sign:
    # Cryptography takes a moment to load; only those who sign with it wait for that.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    # Some tools write the seed alone, others the public key behind it.
    if len(key) not in (_SEED, 2 * _SEED):
        raise ConfigurationError(f"{setting} must hold an ed25519 private key behind {PRIVATE}.")
    private = Ed25519PrivateKey.from_private_bytes(key[:_SEED])
    if key[_SEED:] not in (b"", private.public_key().public_bytes_raw()):
        raise ConfigurationError(f"{setting} holds two halves that are not one ed25519 key.")
    return lambda content: _entry("v1a", private.sign(content))


def _decoded(setting: str, text: str) -> bytes:
    try:
        # Secrets are handed around with and without padding.
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise ConfigurationError(f"{setting} is not base64 behind its prefix.") from None


def _entry(version: str, signature: bytes) -> str:
    return f"{version},{base64.b64encode(signature).decode()}"
