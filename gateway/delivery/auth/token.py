"""Signs in with a token that is asked for: one for all requests, renewed in time, once on a 401.

Token requests go through the destination's own client, so its limits and address guard hold.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Callable
from typing import TypeAlias

import httpx
import msgspec
from msgspec import Struct

from gateway.sdk.errors import DeliveryError, SignInFailed, Unreachable

Grant: TypeAlias = Callable[[], dict[str, str]]
"""The form that asks for a token, made anew for each asking."""

_STEP = "sign in"
_VISIBLE_ASCII = re.compile(r"[!-~]+")
# RFC 6749 §5.2 names the codes; anything longer or stranger may quote what we sent.
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
# A token is renewed this long before it ends, or at nine tenths of a short life.
_MARGIN_SECONDS = 60.0


class _Token(Struct, frozen=True):
    header: str
    renew_at: float | None

    def __repr__(self) -> str:
        return f"_Token(renew_at={self.renew_at})"


class _Granted(Struct, frozen=True):
    access_token: str
    expires_in: float | None = None
    scope: str | None = None


class _Denied(Struct, frozen=True):
    error: str = ""


class TokenSignIn(httpx.Auth):
    """Holds the token of one destination. ``clock`` is monotonic, in seconds.

    A 401 is answered with one new token and one repeat of the same request; requests that got
    their 401 together share the new token. A second 401 is the reply.
    """

    def __init__(
        self,
        *,
        token_url: str,
        grant: Grant,
        scope: str | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._token_url = token_url
        self._grant = grant
        self._scope = scope
        self._clock = clock
        self._token: _Token | None = None
        self._minting = asyncio.Lock()

    def __repr__(self) -> str:
        return "TokenSignIn()"

    def forget(self) -> None:
        """Get a new token before the next request."""
        self._token = None

    async def async_auth_flow(
        self, request: httpx.Request
    ) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Raises ``SignInFailed``, or ``Unreachable`` while the token endpoint is down."""
        for is_repeat in (False, True):
            async with self._minting:
                token = self._usable()
                if token is None:
                    form = self._grant()
                    reply = yield self._token_request(request, form)
                    token = self._token = self._minted(reply, form)
            request.headers["authorization"] = token.header
            response = yield request
            if response.status_code != 401 or is_repeat:
                return
            if self._token is token:
                self.forget()

    def _usable(self) -> _Token | None:
        token = self._token
        if token is None or token.renew_at is None or self._clock() < token.renew_at:
            return token
        return None

    def _token_request(self, request: httpx.Request, form: dict[str, str]) -> httpx.Request:
        return httpx.Request(
            "POST",
            self._token_url,
            data=form,
            headers={
                "accept": "application/json",
                "accept-encoding": "identity",
                "user-agent": request.headers.get("user-agent", ""),
            },
            # A request made outside the client has no time limits of its own.
            extensions={"timeout": request.extensions.get("timeout", {})},
        )

    def _minted(self, reply: httpx.Response, form: dict[str, str]) -> _Token:
        if reply.status_code != 200:
            raise _refusal(reply, form)
        try:
            granted = msgspec.json.decode(reply.content, type=_Granted, strict=False)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise SignInFailed(step=_STEP, why="the token endpoint gave no token") from None
        if not _VISIBLE_ASCII.fullmatch(granted.access_token):
            raise SignInFailed(step=_STEP, why="the token endpoint gave an unusable token")
        self._check_scope(granted)
        return _Token(f"Bearer {granted.access_token}", self._renew_at(granted.expires_in))

    def _renew_at(self, expires_in: float | None) -> float | None:
        if expires_in is None:
            return None
        return self._clock() + max(expires_in - _MARGIN_SECONDS, expires_in * 0.9)

    def _check_scope(self, granted: _Granted) -> None:
        # Zendesk gives a token for a scope it does not know, and then answers everything with
        # 403 (csa-zendesk, API-SURFACE.md 7).
        if self._scope is None or granted.scope is None:
            return
        lacking = set(self._scope.split()) - set(re.split(r"[\s,]+", granted.scope))
        if lacking:
            raise SignInFailed(
                step=_STEP, why=f"{len(lacking)} of the scopes asked for were not granted"
            )


def _refusal(reply: httpx.Response, form: dict[str, str]) -> DeliveryError:
    why = f"the token endpoint answered {reply.status_code} {_code(reply, form)}".rstrip()
    if reply.status_code in (408, 425, 429) or reply.status_code >= 500:
        return Unreachable(step=_STEP, why=why)
    return SignInFailed(step=_STEP, why=why)


def _code(reply: httpx.Response, form: dict[str, str]) -> str:
    try:
        code = msgspec.json.decode(reply.content, type=_Denied).error
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return code if _CODE.fullmatch(code) and code not in form.values() else ""
