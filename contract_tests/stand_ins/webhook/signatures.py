"""Verifying signatures as Standard Webhooks 1.0.0 describes it to receivers.

Written from the specification and not from the gateway's code, which it judges.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from contract_tests.stand_ins.wire import Request

TOLERANCE_SECONDS = 300


def refusal(request: Request, keys: Iterable[str], now: datetime) -> str:
    """Why a request is not taken; empty where it is signed with one of the keys, and just now."""
    identity = request.header("webhook-id") or ""
    moment = request.header("webhook-timestamp") or ""
    if not identity or "." in identity:
        return "webhook-id is missing or has a dot"
    if not moment.isdecimal():
        return "webhook-timestamp is not whole seconds"
    if abs(now.timestamp() - int(moment)) > TOLERANCE_SECONDS:
        return "webhook-timestamp is too far away"
    content = f"{identity}.{moment}.".encode() + request.body
    given = list(_entries(request.header("webhook-signature") or ""))
    is_signed = any(_is_by(key, version, sent, content) for key in keys for version, sent in given)
    return "" if is_signed else "no signature is by a key that is known here"


def _entries(header: str) -> Iterator[tuple[str, bytes]]:
    for entry in header.split(" "):
        version, _, text = entry.partition(",")
        try:
            yield version, base64.b64decode(text, validate=True)
        except binascii.Error:
            continue


def _is_by(key: str, version: str, signature: bytes, content: bytes) -> bool:
    prefix, _, text = key.partition("_")
    secret = base64.b64decode(text)
    if (prefix, version) == ("whsec", "v1"):
        expected = hmac.new(secret, content, hashlib.sha256).digest()
        return hmac.compare_digest(expected, signature)
    if (prefix, version) == ("whpk", "v1a"):
        return _is_ed25519(secret, signature, content)
    return False


def _is_ed25519(public: bytes, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True
