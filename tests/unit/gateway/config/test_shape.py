"""Keys and values that the settings' types do not have, each with its cure."""

from __future__ import annotations

import pytest

from gateway.config.settings import GatewaySettings

DESTINATION = '[destinations.support]\nadapter = "acme"\nbase_url = "https://acme.example"\n'


def test_an_unknown_key_is_answered_with_the_one_that_was_meant(problems) -> None:
    (problem,) = problems('[gateway]\nlisten = "a:1"\nsotre = "x"')
    assert ("config.unknown_key", "gateway.sotre") == (problem.code, problem.pointer)
    assert "There is no such key; did you mean store? (readback.toml, line 3)" == problem.detail


def test_an_unknown_key_like_no_other_is_answered_with_all_that_are_known(problems) -> None:
    (problem,) = problems("[gateway]\nxyz = 1")
    known = ", ".join(sorted(GatewaySettings.__struct_fields__))
    assert f"known here are {known}." in problem.detail


@pytest.mark.parametrize("table", ["gatewy", "destination", "route"])
def test_an_unknown_table_is_an_unknown_key(problems, table: str) -> None:
    (problem,) = problems(f"[{table}]\n")
    assert "config.unknown_key" == problem.code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('rate = "300/minute"', "like 300/min"),
        ("concurrency = 0", "at least 1 and at most 64"),
        ("timeout = 301", "at most 300"),
        ('enabled = "yes"', "true or false"),
        ("mapping = 3", "text"),
        ("settings = 3", "a table"),
        ('auth = "hunter2"', "a table"),
    ],
)
def test_a_wrong_value_is_answered_with_what_it_must_be(problems, line: str, expected: str) -> None:
    (problem,) = problems(DESTINATION + line)
    assert f"destinations.support.{line.split(' ')[0]}" == problem.pointer
    assert expected in problem.detail
    assert "hunter2" not in problem.detail


@pytest.mark.parametrize("key", ["adapter", "base_url"])
def test_a_destination_without_what_it_needs_says_so(problems, key: str) -> None:
    lines = [line for line in DESTINATION.splitlines() if not line.startswith(key)]
    (problem,) = problems("\n".join(lines))
    assert ("config.missing", f"destinations.support.{key}") == (problem.code, problem.pointer)


def test_a_destinations_name_is_bound_by_what_may_stand_in_receipts(problems) -> None:
    (problem,) = problems(DESTINATION.replace("support", '"My Desk"'))
    assert ("config.invalid_name", 'destinations."My Desk"') == (problem.code, problem.pointer)
    assert "begin with a-z" in problem.detail


@pytest.mark.parametrize(
    "table",
    [
        'scheme = "basic", username = "u", password = "hunter2"',
        'scheme = "bearer", token = "hunter2"',
        'scheme = "header", name = "X-Key", value = "hunter2"',
        'scheme = "oauth_client_credentials", client_id = "c", client_secret = "hunter2"',
        'scheme = "bearer", token = ["hunter2"]',
        'scheme = "standard_webhooks", secret = "hunter2"',
        'scheme = "standard_webhooks", secret = { env = "S" }, also = ["hunter2"]',
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(problems, table: str) -> None:
    (problem,) = problems(f"{DESTINATION}auth = {{ {table} }}")
    assert "config.secret_in_file" == problem.code
    assert '{ env = "NAME" }' in problem.detail
    assert "hunter2" not in repr(problem)


def test_an_unknown_auth_scheme_is_answered_with_the_known_ones(problems) -> None:
    (problem,) = problems(DESTINATION + 'auth = { scheme = "magic", token = "hunter2" }')
    assert "destinations.support.auth.scheme" == problem.pointer
    assert "basic, bearer, header, oauth_client_credentials" in problem.detail


def test_auth_without_a_scheme_is_refused(problems) -> None:
    (problem,) = problems(DESTINATION + 'auth = { token = { env = "T" } }')
    assert ("config.missing", "destinations.support.auth.scheme") == (problem.code, problem.pointer)


@pytest.mark.parametrize("moment", ["2026-11-20", "2026-11-20T09:30:00Z", "09:30:00"])
def test_a_bare_date_is_refused_because_no_handoff_could_hold_one(problems, moment: str) -> None:
    text = f'{DESTINATION}[[routes]]\nto = ["support"]\nwhen = {{ field = "x", in = [{moment}] }}'
    (problem,) = problems(text)
    assert "routes[0].when.in[0]" == problem.pointer
    assert "in quotes" in problem.detail
