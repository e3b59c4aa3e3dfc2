"""API keys: made here, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable

from gateway.sdk.errors import ConfigurationError
from gateway.store.clock import now
from gateway.store.records import KeyRow
from gateway.store.scopes import SCOPES

PREFIX = "rb_"
# 32 random bytes are 43 characters; a plain SHA-256 is enough for keys nobody can guess.
_RANDOM_BYTES = 32


def mint(name: str, scopes: Iterable[str]) -> tuple[str, KeyRow]:
    """A new key's text, which exists nowhere else, and the row to keep.

    Raises ``ConfigurationError`` for a blank name, for no scope, and for a scope that is none.
    """
    wanted = tuple(dict.fromkeys(scopes))
    _check(name, wanted)
    text = PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)
    return text, KeyRow(name=name, sha256=hash_key(text), scopes=wanted, created_at=now())


def hash_key(text: str) -> str:
    """What the store looks a key up by: SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _check(name: str, scopes: tuple[str, ...]) -> None:
    known = ", ".join(SCOPES)
    if not name.strip() or not name.isprintable():
        raise ConfigurationError("An API key needs a name that can be read.")
    if not scopes:
        raise ConfigurationError(f"An API key needs at least one scope: {known}.")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise ConfigurationError(f"There is no scope {unknown[0]!r}; the scopes are {known}.")
