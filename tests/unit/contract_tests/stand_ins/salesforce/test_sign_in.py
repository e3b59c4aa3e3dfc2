"""Tokens are given for a signed assertion or a client's secret, and for nothing else."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from contract_tests.stand_ins.salesforce import create, stand_in
from contract_tests.stand_ins.salesforce.account import USERNAME
from contract_tests.stand_ins.salesforce.keys import PRIVATE_KEY
from contract_tests.stand_ins.salesforce.sign_in import AUDIENCES, CLIENT_ID, CLIENT_SECRET
from contract_tests.stand_ins.wire import Reply, Request

JWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def ask(**form: str) -> Reply:
    body = urlencode(form).encode()
    return create().reply_to(Request(method="POST", path="/services/oauth2/token", body=body))


def assertion(key: Any = PRIVATE_KEY, **changed: Any) -> str:
    claims = {"iss": CLIENT_ID, "sub": USERNAME, "aud": AUDIENCES[0], "exp": time.time() + 180}
    return jwt.encode({**claims, **changed}, key, algorithm="RS256")


def test_a_signed_assertion_gets_a_token_without_an_end() -> None:
    reply = ask(grant_type=JWT, assertion=assertion())

    assert 200 == reply.status
    assert "expires_in" not in msgspec.json.decode(reply.body)


@pytest.mark.parametrize(
    "wrong",
    [
        assertion(exp=1000),
        assertion(aud="https://elsewhere.example"),
        assertion(iss="another"),
        assertion(sub="somebody@else.example"),
        assertion(OTHER_KEY),
        "nonsense",
        "",
    ],
)
def test_an_assertion_that_is_not_right_gets_none(wrong: str) -> None:
    reply = ask(grant_type=JWT, assertion=wrong)

    assert 400 == reply.status
    assert {"error", "error_description"} == set(msgspec.json.decode(reply.body))


@pytest.mark.parametrize(
    ("client", "secret", "status"),
    [(CLIENT_ID, CLIENT_SECRET, 200), (CLIENT_ID, "x", 400), ("x", CLIENT_SECRET, 400)],
)
def test_client_credentials_have_to_be_right(client: str, secret: str, status: int) -> None:
    reply = ask(grant_type="client_credentials", client_id=client, client_secret=secret)

    assert status == reply.status


def test_another_grant_is_not_supported() -> None:
    assert 400 == ask(grant_type="password", username="a", password="b").status


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic dDp0"])
def test_without_a_token_everything_is_401(header: str | None) -> None:
    headers = () if header is None else (("authorization", header),)
    request = Request(method="GET", path="/services/data/v62.0/", headers=headers)

    reply = create().reply_to(request)

    assert 401 == reply.status
    assert "INVALID_SESSION_ID" == msgspec.json.decode(reply.body)[0]["errorCode"]


def test_the_credentials_that_are_shown_open_the_org() -> None:
    assert {"oauth_client_credentials", "jwt_bearer"} == {
        shown.scheme for shown in stand_in.credentials
    }
