"""Settings become a sign-in, or an error that names the setting and not its value."""

from __future__ import annotations

import httpx
import pytest

from gateway.config.settings import (
    AuthSettings,
    BasicAuth,
    BearerAuth,
    ClientCredentials,
    HeaderAuth,
    SecretSource,
    StandardWebhooksAuth,
)
from gateway.delivery.auth.build import build_auth
from gateway.sdk.errors import ConfigurationError

SOURCE = SecretSource(env="VENDOR_SECRET")
VALUE = "s3cret"
TOKEN_PATH = "/oauth/tokens"


async def first_request(
    settings: AuthSettings, *, secret: str = VALUE, token_path: str = TOKEN_PATH
) -> httpx.Request:
    """What the sign-in sends first: the request itself, or the one for a token."""
    auth = build_auth(settings, "https://crm.example.com/base/", token_path, lambda _: secret)
    assert auth is not None
    flow = auth.async_auth_flow(httpx.Request("GET", "https://crm.example.com/base/x"))
    request = await anext(flow)
    await flow.aclose()
    return request


def test_no_settings_are_no_sign_in() -> None:
    assert build_auth(None, "https://crm.example.com", "", lambda _: "") is None


@pytest.mark.parametrize(
    ("settings", "header", "value"),
    [
        (BasicAuth(username="a", password=SOURCE), "authorization", "Basic YTpzM2NyZXQ="),
        (BearerAuth(token=SOURCE), "authorization", "Bearer s3cret"),
        (HeaderAuth(name="X-Api-Key", value=SOURCE), "x-api-key", "s3cret"),
    ],
)
async def test_a_fixed_scheme_puts_its_secret_into_its_header(
    settings: AuthSettings, header: str, value: str
) -> None:
    assert value == (await first_request(settings)).headers[header]


@pytest.mark.parametrize(
    ("token_url", "token_path", "expected"),
    [
        (None, "/oauth/tokens", "https://crm.example.com/base/oauth/tokens"),
        (None, "https://login.example.com/token", "https://login.example.com/token"),
        ("https://sso.example.com/t", "/oauth/tokens", "https://sso.example.com/t"),
    ],
)
async def test_the_settings_token_url_goes_before_the_adapters(
    token_url: str | None, token_path: str, expected: str
) -> None:
    settings = ClientCredentials(client_id="id", client_secret=SOURCE, token_url=token_url)
    assert expected == str((await first_request(settings, token_path=token_path)).url)


async def test_without_any_token_url_the_configuration_is_wrong() -> None:
    settings = ClientCredentials(client_id="id", client_secret=SOURCE)
    with pytest.raises(ConfigurationError, match=r"auth\.token_url"):
        await first_request(settings, token_path="")


@pytest.mark.parametrize(
    "secret", ["", "s3cret\n", "s3\r\ncret", " s3cret", "s3crét", "s3\x00cret"]
)
@pytest.mark.parametrize(
    ("settings", "setting"),
    [
        (BearerAuth(token=SOURCE), "auth.token"),
        (HeaderAuth(name="x-key", value=SOURCE), "auth.value"),
    ],
)
async def test_a_secret_that_no_header_can_carry_is_refused_unseen(
    settings: AuthSettings, setting: str, secret: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        await first_request(settings, secret=secret)
    assert setting in str(refused.value)
    assert "s3" not in str(refused.value)


async def test_a_user_name_with_a_colon_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"auth\.username"):
        await first_request(BasicAuth(username="a:b", password=SOURCE))


@pytest.mark.parametrize("name", ["", "x key", "x\r\ny", "schlüssel"])
async def test_a_header_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"auth\.name"):
        await first_request(HeaderAuth(name=name, value=SOURCE))


async def test_standard_webhooks_sign_with_every_secret_of_a_rotation() -> None:
    secrets = {"NEW": "whsec_" + "A" * 32, "OLD": "whsec_" + "B" * 32}
    settings = StandardWebhooksAuth(secret=SecretSource(env="NEW"), also=(SecretSource(env="OLD"),))
    auth = build_auth(settings, "https://h.example", "", lambda source: secrets[str(source.env)])
    assert auth is not None
    request = httpx.Request("POST", "https://h.example/", headers={"webhook-id": "d-1"})
    sent = await anext(auth.async_auth_flow(request))
    assert 2 == len(sent.headers["webhook-signature"].split(" "))


@pytest.mark.parametrize(
    ("broken", "setting"), [("NEW", r"auth\.secret"), ("OLD", r"auth\.also\[0\]")]
)
def test_a_secret_that_cannot_sign_is_named_by_its_setting(broken: str, setting: str) -> None:
    secrets = {"NEW": "whsec_" + "A" * 32, "OLD": "whsec_" + "B" * 32, broken: "s3cret"}
    settings = StandardWebhooksAuth(secret=SecretSource(env="NEW"), also=(SecretSource(env="OLD"),))
    with pytest.raises(ConfigurationError, match=setting) as refused:
        build_auth(settings, "https://h.example", "", lambda source: secrets[str(source.env)])
    assert "s3cret" not in str(refused.value)
