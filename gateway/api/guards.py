"""Who may call what: API keys with scopes, looked up by their hash."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from gateway.api.services import Services
from gateway.sdk.errors import ReadbackError
from gateway.store.api_keys import hash_key
from gateway.store.records import KeyRow
from gateway.store.scopes import allows


class Unauthorized(ReadbackError):
    """The call has no API key that is known; send one that is."""

    code = "auth.unknown_key"
    public = "This API key is not known here."


class KeyMissing(ReadbackError):
    """The call has no API key at all."""

    code = "auth.missing"
    public = 'Send an API key: "Authorization: Bearer rb_…". Make one: readback keys create.'


class ScopeMissing(ReadbackError):
    """The API key is known and may not do this."""

    code = "auth.scope"
    public = "This API key does not have the scope that this call needs."


async def require_scope(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Let a call pass whose key has the handler's ``scope``, or one of them where it has several.

    The key's name and scopes are remembered for the handler.
    """
    needed = cast("str | tuple[str, ...] | None", handler.opt.get("scope"))
    if needed is None:
        return
    key = await _key(connection)
    demand(key.scopes, *((needed,) if isinstance(needed, str) else needed))
    connection.state["client"] = key.name
    connection.state["scopes"] = key.scopes


def demand(scopes: Collection[str], *needed: str) -> None:
    """Raise ``ScopeMissing`` unless one of these scopes is there."""
    if not any(allows(scopes, one) for one in needed):
        raise ScopeMissing(f"This call needs the scope {' or '.join(needed)}.")


async def _key(connection: ASGIConnection[Any, Any, Any, Any]) -> KeyRow:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise KeyMissing
    services = cast("Services", connection.app.state.services)
    key = await services.store.key(hash_key(token.strip()))
    if key is None:
        raise Unauthorized
    return key
