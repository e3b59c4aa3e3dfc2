"""Who may call what: API keys with scopes, looked up by their hash."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from litestar.types import ASGIApp, Receive, Scope, Send

from gateway.api.services import Services
from gateway.sdk.errors import ReadbackError
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


def with_scopes(app: ASGIApp) -> ASGIApp:
    """Let calls pass whose key has the handler's ``scope``, or one of them where it has several.

    The key's name and scopes are remembered for the handler. Not a guard of Litestar's: those get
    a copy of the handler with each call (2.25), which costs more than all that is done here.
    """

    async def ask(scope: Scope, receive: Receive, send: Send) -> None:
        needed = cast("str | tuple[str, ...] | None", scope["route_handler"].opt.get("scope"))
        if needed is not None:
            key = await _key(scope)
            demand(key.scopes, *((needed,) if isinstance(needed, str) else needed))
            scope["state"].update(client=key.name, scopes=key.scopes)
        await app(scope, receive, send)

    return ask


def demand(scopes: Collection[str], *needed: str) -> None:
    """Raise ``ScopeMissing`` unless one of these scopes is there."""
    if not any(allows(scopes, one) for one in needed):
        raise ScopeMissing(f"This call needs the scope {' or '.join(needed)}.")


async def _key(scope: Scope) -> KeyRow:
    scheme, _, token = _authorization(scope).partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise KeyMissing
    services = cast("Services", scope["litestar_app"].state.services)
    key = await services.keys.find(token.strip())
    if key is None:
        raise Unauthorized
    return key


def _authorization(scope: Scope) -> str:
    return next(
        (value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"),
        "",
    )
