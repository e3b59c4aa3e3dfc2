"""Makes the sign-in of a destination from its settings, and refuses what no header can carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

import httpx

from gateway.config.settings import (
    AuthSettings,
    BasicAuth,
    BearerAuth,
    ClientCredentials,
    HeaderAuth,
    JwtBearer,
    SecretSource,
    StandardWebhooksAuth,
)
from gateway.delivery.auth.basic import basic
from gateway.delivery.auth.bearer import bearer
from gateway.delivery.auth.header import FixedHeader
from gateway.delivery.auth.oauth import client_credentials
from gateway.delivery.auth.standard_webhooks import StandardWebhooks, signer
from gateway.sdk.errors import ConfigurationError

Secrets: TypeAlias = Callable[[SecretSource], str]

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[!-~]([ -~]*[!-~])?")
_ABSOLUTE = re.compile(r"https?://")


def build_auth(
    settings: AuthSettings | None,
    base_url: str,
    token_path: str,
    secrets: Secrets,
    *,
    audience: str = "",
) -> httpx.Auth | None:
    """The sign-in; None where a destination needs none.

    ``token_path`` is the adapter's, below the base URL or a URL itself; "" when it has none.
    ``audience`` is whom its vendor wants assertions addressed to; "" means the token URL.
    Raises ``ConfigurationError``, which names the setting and never its value.
    """
    match settings:
        case None:
            return None
        case BasicAuth():
            return basic(_user(settings.username), secrets(settings.password))
        case BearerAuth():
            return bearer(_sendable("auth.token", secrets(settings.token)))
        case HeaderAuth():
            return FixedHeader(
                _header_name(settings.name), _sendable("auth.value", secrets(settings.value))
            )
        case ClientCredentials():
            return client_credentials(
                token_url=settings.token_url or _token_url(base_url, token_path),
                client_id=settings.client_id,
                client_secret=secrets(settings.client_secret),
                scope=settings.scope,
            )
        case JwtBearer():
            token_url = settings.token_url or _token_url(base_url, token_path)
            return _jwt_bearer(settings, token_url, secrets, audience)
        case StandardWebhooksAuth():
            also = [signer(f"auth.also[{n}]", secrets(one)) for n, one in enumerate(settings.also)]
            return StandardWebhooks([signer("auth.secret", secrets(settings.secret)), *also])


def _jwt_bearer(settings: JwtBearer, token_url: str, secrets: Secrets, audience: str) -> httpx.Auth:
    # Cryptography takes a moment to load; only those who sign with a key wait for it.
    from gateway.delivery.auth.jwt_bearer import jwt_bearer

    return jwt_bearer(
        token_url=token_url,
        client_id=settings.client_id,
        private_key=secrets(settings.private_key),
        subject=settings.subject,
        audience=settings.audience or audience or token_url,
    )


def _token_url(base_url: str, token_path: str) -> str:
    if not token_path:
        raise ConfigurationError("auth.token_url is missing, and this adapter knows none.")
    if _ABSOLUTE.match(token_path):
        return token_path
    return f"{base_url.rstrip('/')}/{token_path.lstrip('/')}"


def _user(username: str) -> str:
    if ":" in username:
        raise ConfigurationError("auth.username has a colon, which basic auth cannot carry.")
    return username


def _header_name(name: str) -> str:
    if not _HEADER_NAME.fullmatch(name):
        raise ConfigurationError("auth.name is not a header's name.")
    return name


def _sendable(setting: str, value: str) -> str:
    if not _HEADER_VALUE.fullmatch(value):
        raise ConfigurationError(
            f"{setting} is empty or has characters that no header can carry (a line break?)."
        )
    return value
