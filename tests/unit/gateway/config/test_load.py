"""A configuration file becomes settings, or a list of all that is wrong in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.config.example import example_config
from gateway.config.load import load_settings
from gateway.config.settings import (
    BasicAuth,
    BearerAuth,
    ClientCredentials,
    Condition,
    DestinationSettings,
    HeaderAuth,
    Route,
    SecretSource,
    Settings,
)
from gateway.sdk.errors import ConfigurationError

DESTINATION = """
[destinations.support]
adapter = "acme"
base_url = "https://acme.example"
"""


def test_an_empty_file_means_the_defaults(load) -> None:
    assert Settings() == load("")


def test_a_destination_with_all_its_settings_is_loaded(load) -> None:
    text = """
    [destinations.support]
    adapter = "acme"
    base_url = "http://127.0.0.1:9001/api"
    mapping = "acme-item"
    object = "item"
    rate = "300/min"
    concurrency = 2
    timeout = 12.5
    allow_private_addresses = true
    enabled = false
    settings = { group = 7, tags = ["a"] }
    """
    expected = DestinationSettings(
        adapter="acme",
        base_url="http://127.0.0.1:9001/api",
        mapping="acme-item",
        object="item",
        rate="300/min",
        concurrency=2,
        timeout=12.5,
        allow_private_addresses=True,
        enabled=False,
        settings={"group": 7, "tags": ["a"]},
    )
    assert expected == load(text).destinations["support"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            'scheme = "basic", username = "u", password = { env = "P" }',
            BasicAuth(username="u", password=SecretSource(env="P")),
        ),
        (
            'scheme = "bearer", token = { file = "/run/token" }',
            BearerAuth(token=SecretSource(file="/run/token")),
        ),
        (
            'scheme = "header", name = "X-Key", value = { env = "K" }',
            HeaderAuth(name="X-Key", value=SecretSource(env="K")),
        ),
        (
            'scheme = "oauth_client_credentials", client_id = "c", client_secret = { env = "S" }, '
            'token_url = "https://login.example/token", scope = "write"',
            ClientCredentials(
                client_id="c",
                client_secret=SecretSource(env="S"),
                token_url="https://login.example/token",
                scope="write",
            ),
        ),
    ],
)
def test_each_auth_scheme_is_loaded_by_its_name(load, table: str, expected: object) -> None:
    loaded = load(f"{DESTINATION}auth = {{ {table} }}")
    assert expected == loaded.destinations["support"].auth


def test_routes_keep_their_order_and_conditions(load) -> None:
    text = f"""{DESTINATION}
    [[routes]]
    when = {{ field = "reason.code", in = ["fraud", "safety"] }}
    to = ["support"]
    [[routes]]
    when = {{ field = "customer.tier", is = "gold" }}
    to = ["support"]
    [[routes]]
    to = ["support"]
    """
    expected = (
        Route(to=("support",), when=Condition(field="reason.code", in_=("fraud", "safety"))),
        Route(to=("support",), when=Condition(field="customer.tier", is_="gold")),
        Route(to=("support",)),
    )
    assert expected == load(text).routes


def test_the_example_loads(load) -> None:
    settings = load(example_config())
    assert (["support"], 1) == (list(settings.destinations), len(settings.routes))


def test_the_examples_commented_keys_load_too(load) -> None:
    text = re.sub(r"^# (?=[a-z_]+ = )", "", example_config(), flags=re.MULTILINE)
    assert 30 == load(text).destinations["support"].timeout


def test_a_byte_order_mark_does_no_harm(load) -> None:
    assert Settings() == load("\ufeff[gateway]\n")


def test_a_missing_file_is_named_with_the_option_that_names_another(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"readback\.toml: .*--config"):
        load_settings(tmp_path / "readback.toml")


def test_a_directory_is_not_a_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_settings(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readback.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load_settings(tmp_path / "readback.toml")


def test_a_syntax_error_names_its_line_and_no_value(problems) -> None:
    (problem,) = problems('[gateway]\nstore = "sqlite:///hunter2.db" x\n')
    assert "config.syntax" == problem.code
    assert "line 2" in problem.detail
    assert "hunter2" not in problem.detail


@pytest.mark.parametrize("text", [f"a = {'[' * 5000}", f"a = {'9' * 5000}"])
def test_a_document_too_large_to_parse_is_refused(problems, text: str) -> None:
    assert ["config.syntax"] == [problem.code for problem in problems(text)]


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file(problems) -> None:
    text = """
    [gateway]
    listen = 8080
    [destinations.support]
    adaptor = "acme"
    base_url = "http://acme.example"
    [destinations.other]
    adapter = "acme"
    base_url = "http://acme.example"
    [[routes]]
    to = ["nobody"]
    """
    expected = [
        ("gateway.listen", "config.invalid_value"),
        ("destinations.support.adapter", "config.missing"),
        ("destinations.support.adaptor", "config.unknown_key"),
        ("destinations.other.base_url", "config.not_https"),
        ("routes[0].to[0]", "config.unknown_destination"),
    ]
    assert expected == [(problem.pointer, problem.code) for problem in problems(text)]
