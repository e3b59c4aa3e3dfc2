"""An assertion signed with the key, addressed and dated as it has to be, in place of a secret."""

from __future__ import annotations

from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from gateway.config.settings import JwtBearer, SecretSource
from gateway.delivery.auth.build import build_auth
from gateway.delivery.auth.jwt_bearer import jwt_bearer
from gateway.delivery.auth.token import TokenSignIn
from gateway.sdk.errors import ConfigurationError
from tests.unit.gateway.delivery.auth.account import REQUEST, TOKEN_URL, Account, connected

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
AUDIENCE = "https://login.example.com"


def pem(key, encryption=None) -> str:
    encryption = encryption or NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()


def sign_in(now: float = 5000.5) -> TokenSignIn:
    return jwt_bearer(
        token_url=TOKEN_URL,
        client_id="app-1",
        private_key=pem(KEY),
        subject="bot@example.com",
        audience=AUDIENCE,
        now=lambda: now,
    )


def claims(account: Account, index: int = 0) -> dict:
    form = parse_qs(account.minted[index].content.decode())
    assert ["urn:ietf:params:oauth:grant-type:jwt-bearer"] == form["grant_type"]
    return jwt.decode(
        form["assertion"][0],
        KEY.public_key(),
        algorithms=["RS256"],
        audience=AUDIENCE,
        options={"verify_exp": False},
    )


async def test_the_assertion_names_client_user_audience_and_its_end() -> None:
    account = Account(expires_in=None)
    async with connected(account, sign_in()) as transport:
        await transport.send(REQUEST)

    assert {"iss": "app-1", "sub": "bot@example.com", "aud": AUDIENCE, "exp": 5180} == claims(
        account
    )


async def test_a_token_without_an_end_lives_until_it_is_refused() -> None:
    account = Account(expires_in=None)
    async with connected(account, sign_in()) as transport:
        await transport.send(REQUEST)
        account.refused.add("Bearer t1")
        await transport.send(REQUEST)

    assert ["Bearer t1", "Bearer t1", "Bearer t2"] == account.headers_seen
    assert 2 == len(account.minted)


async def test_the_repeat_after_a_refusal_has_all_headers() -> None:
    account = Account(expires_in=None)
    account.refused.add("Bearer t1")
    async with connected(account, sign_in()) as transport:
        await transport.send(REQUEST)

    assert ["k-1", "k-1"] == [request.headers["idempotency-key"] for request in account.asked]


async def test_each_asking_has_an_assertion_of_its_own() -> None:
    account, times = Account(expires_in=None), iter([100.0, 900.0])
    auth = jwt_bearer(
        token_url=TOKEN_URL,
        client_id="app-1",
        private_key=pem(KEY),
        subject="bot@example.com",
        audience=AUDIENCE,
        now=lambda: next(times),
    )
    async with connected(account, auth) as transport:
        for _ in range(2):
            await transport.send(REQUEST)
            transport.renew()

    assert [280, 1080] == [claims(account, index)["exp"] for index in (0, 1)]


@pytest.mark.parametrize(
    "unusable",
    [
        "",
        "s3cret",
        "-----BEGIN PRIVATE KEY-----\ns3cret\n-----END PRIVATE KEY-----",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(KEY, BestAvailableEncryption(b"s3cret")),
    ],
)
def test_an_unusable_key_is_named_and_not_shown(unusable: str) -> None:
    settings = JwtBearer(client_id="a", private_key=SecretSource(env="K"), subject="b")

    with pytest.raises(ConfigurationError) as caught:
        build_auth(settings, "https://crm.example.com", "/token", lambda _: unusable)

    assert "auth.private_key is not a private RSA key" in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "adapters", "expected"),
    [
        (None, "", "https://crm.example.com/token"),
        (None, AUDIENCE, AUDIENCE),
        ("https://test.example.com", AUDIENCE, "https://test.example.com"),
    ],
)
async def test_the_audience_is_the_settings_else_the_adapters_else_the_token_url(
    given: str | None, adapters: str, expected: str
) -> None:
    settings = JwtBearer(
        client_id="a", private_key=SecretSource(env="K"), subject="b", audience=given
    )
    auth = build_auth(
        settings, "https://crm.example.com", "/token", lambda _: pem(KEY), audience=adapters
    )
    assert isinstance(auth, TokenSignIn)
    account = Account()

    async def network(request):
        return account._mint(request) if request.url.path == "/token" else await account(request)

    async with connected(network, auth) as transport:
        await transport.send(REQUEST)

    form = parse_qs(account.minted[0].content.decode())
    found = jwt.decode(form["assertion"][0], options={"verify_signature": False})
    assert expected == found["aud"]
