"""The dialect that a client usually sends."""

from __future__ import annotations

import pytest

from gateway.api.clients import check_clients, dialect_of
from gateway.config.settings import ClientSettings, Settings
from gateway.sdk.errors import ConfigurationError

SETTINGS = Settings(clients={"bot": ClientSettings(dialect="rasa"), "shy": ClientSettings()})
VENDOR = "application/vnd.readback.anthropic+json"


@pytest.mark.parametrize(
    ("client", "dialect", "content_type", "expected"),
    [
        ("bot", "lex_v2", VENDOR, "lex_v2"),
        ("bot", None, VENDOR, "anthropic"),
        ("bot", None, "application/vcon+json", "vcon"),
        ("bot", None, "application/json", "rasa"),
        ("shy", None, "application/json", None),
        ("other", None, "application/json", None),
    ],
)
def test_what_a_request_says_goes_before_what_its_client_usually_sends(
    client: str, dialect: str | None, content_type: str, expected: str | None
) -> None:
    assert expected == dialect_of(SETTINGS, client, dialect, content_type)


def test_a_dialect_that_there_is_not_is_found_at_the_start() -> None:
    check_clients(SETTINGS)
    wrong = Settings(clients={"bot": ClientSettings(dialect="klingon")})

    with pytest.raises(ConfigurationError) as refused:
        check_clients(wrong)

    (problem,) = refused.value.problems
    assert "clients.bot.dialect" == problem.pointer
    assert "rasa" in problem.detail
