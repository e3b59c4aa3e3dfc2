"""Signing in: OAuth client credentials, and the older e-mail with an API token.

Access tokens last 30 minutes. An unknown scope still yields a token, which is then refused
everything (reported by CloudSecurityAlliance/csa-zendesk, 2026).
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta
from typing import Any, cast
from urllib.parse import parse_qsl

import msgspec
from msgspec.structs import replace

from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply
from contract_tests.stand_ins.zendesk.account import AGENT_EMAIL, Account
from contract_tests.stand_ins.zendesk.call import Call
from contract_tests.stand_ins.zendesk.records import Token, User
from contract_tests.stand_ins.zendesk.replies import Refused, forbidden, not_authenticated

CLIENT_ID = "readback"
CLIENT_SECRET = "stand-in-client-secret"
USERNAME = f"{AGENT_EMAIL}/token"
API_TOKEN = "stand-in-api-token"
TOKEN_PATH = "/oauth/tokens"

_LIFETIME = timedelta(minutes=30)


def issue_token(call: Call) -> Reply:
    """``POST /oauth/tokens``; errors are OAuth's, not the API's."""
    asked = _asked(call.request)
    if asked.get("grant_type") != "client_credentials":
        return json_reply({"error": "unsupported_grant_type"}, 400)
    if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        description = "Client authentication failed."
        return json_reply({"error": "invalid_client", "error_description": description}, 401)
    scope = str(asked.get("scope") or "read write")
    token = Token(
        value=call.account.next_token("access"),
        scopes=tuple(scope.split()),
        expires_at=call.account.now + _LIFETIME,
    )
    call.account.tokens[token.value] = token
    document = {
        "access_token": token.value,
        "token_type": "bearer",
        "scope": scope,
        "expires_in": int(_LIFETIME.total_seconds()),
    }
    return json_reply(document)


def signed_in(account: Account, switches: Switches, request: Request) -> User | None:
    """Who the credentials belong to, None where there are none.

    Raises ``Refused`` for wrong or expired credentials, and for a scope that does not cover it.
    """
    header = request.header("authorization")
    if header is None:
        return None
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic" and _basic(value) == f"{USERNAME}:{API_TOKEN}":
        return account.agent
    if scheme.lower() == "bearer" and _use(account, switches, request, value):
        return account.agent
    raise Refused(not_authenticated())


def _use(account: Account, switches: Switches, request: Request, value: str) -> bool:
    token = account.tokens.get(value)
    most = switches.number("token_expiry")
    if token is None or token.expires_at <= account.now:
        return False
    if most is not None and token.calls >= most:
        return False
    account.tokens[value] = replace(token, calls=token.calls + 1)
    if not {"read" if request.method == "GET" else "write"} & set(token.scopes):
        raise Refused(forbidden())
    return True


def _basic(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _asked(request: Request) -> dict[str, Any]:
    if "json" not in (request.header("content-type") or ""):
        return dict(parse_qsl(request.body.decode("utf-8", "replace")))
    try:
        document: Any = msgspec.json.decode(request.body)
    except msgspec.DecodeError:
        return {}
    return cast("dict[str, Any]", document) if isinstance(document, dict) else {}
