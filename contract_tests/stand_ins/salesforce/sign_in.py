"""Signing in: a signed assertion or client credentials. A token has no end of its own.

The key pair is for this imitation only; it opens nothing else.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

import jwt

from contract_tests.stand_ins.salesforce.account import USERNAME, Account
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.keys import PUBLIC_KEY
from contract_tests.stand_ins.salesforce.replies import Refused, oauth_error, session_invalid
from contract_tests.stand_ins.switches import Switches
from contract_tests.stand_ins.wire import Reply, Request, json_reply

CLIENT_ID = "3MVG9.readback.stand.in"
CLIENT_SECRET = "stand-in-client-secret"
TOKEN_PATH = "/services/oauth2/token"
AUDIENCES = ["https://login.salesforce.com", "https://test.salesforce.com"]
_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def issue_token(call: Call) -> Reply:
    """``POST /services/oauth2/token``; errors are OAuth's, not the API's."""
    asked = dict(parse_qsl(call.request.body.decode("utf-8", "replace")))
    if asked.get("grant_type") == _ASSERTION:
        refusal = _refused_assertion(asked.get("assertion", ""))
    elif asked.get("grant_type") == "client_credentials":
        refusal = _refused_client(asked)
    else:
        refusal = oauth_error("unsupported_grant_type", "grant type not supported")
    return refusal or _token(call)


def _refused_assertion(assertion: str) -> Reply | None:
    try:
        claims = jwt.decode(
            assertion,
            PUBLIC_KEY,
            algorithms=["RS256"],
            audience=AUDIENCES,
            options={"require": ["iss", "sub", "aud", "exp"]},
        )
    except jwt.ExpiredSignatureError:
        return oauth_error("invalid_grant", "expired authorization code")
    except jwt.InvalidAudienceError:
        return oauth_error("invalid_grant", "audience is invalid")
    except jwt.InvalidTokenError:
        return oauth_error("invalid_grant", "invalid assertion")
    if claims["iss"] != CLIENT_ID:
        return oauth_error("invalid_client_id", "client identifier invalid")
    if claims["sub"] != USERNAME:
        return oauth_error("invalid_grant", "user hasn't approved this consumer")
    return None


def _refused_client(asked: dict[str, str]) -> Reply | None:
    if asked.get("client_id") != CLIENT_ID:
        return oauth_error("invalid_client_id", "client identifier invalid")
    if asked.get("client_secret") != CLIENT_SECRET:
        return oauth_error("invalid_client", "invalid client credentials")
    return None


def _token(call: Call) -> Reply:
    token = call.account.next_token()
    call.account.tokens[token] = 0
    document = {
        "access_token": token,
        "scope": "api",
        "instance_url": call.request.origin,
        "id": identity(call),
        "token_type": "Bearer",
    }
    return json_reply(document)


def identity(call: Call) -> str:
    """The URL that stands for the user."""
    return f"https://login.salesforce.com/id/00D5g0000000001EAA/{call.account.user_id}"


def sign_in(account: Account, switches: Switches, request: Request) -> None:
    """Use the token once. Raises ``Refused`` for one that is unknown or has run out."""
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    calls = account.tokens.get(token)
    most = switches.number("token_expiry")
    if scheme.lower() != "bearer" or calls is None or (most is not None and calls >= most):
        raise Refused(session_invalid())
    account.tokens[token] = calls + 1
