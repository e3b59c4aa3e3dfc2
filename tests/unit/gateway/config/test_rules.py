"""How the values of a configuration have to fit together."""

from __future__ import annotations

import pytest

DESTINATION = '[destinations.support]\nadapter = "acme"\nbase_url = "https://acme.example"\n'
ROUTE = f'{DESTINATION}[[routes]]\nto = ["support"]\n'


def destination(base_url: str, more: str = "") -> str:
    return f'[destinations.support]\nadapter = "acme"\nbase_url = "{base_url}"\n{more}'


def test_a_base_url_must_be_https(problems) -> None:
    (problem,) = problems(destination("http://acme.example"))
    assert ("config.not_https", "destinations.support.base_url") == (problem.code, problem.pointer)
    assert "allow_private_addresses = true" in problem.detail


def test_a_destination_in_a_closed_network_may_use_http(load) -> None:
    text = destination("http://127.0.0.1:9001", "allow_private_addresses = true")
    assert "http://127.0.0.1:9001" == load(text).destinations["support"].base_url


@pytest.mark.parametrize("url", ["https://u:hunter2@acme.example", "https://hunter2@acme.example"])
def test_a_password_in_a_url_is_refused_and_never_repeated(problems, url: str) -> None:
    (problem,) = problems(destination(url))
    assert "config.secret_in_file" == problem.code
    assert "hunter2" not in repr(problem)


@pytest.mark.parametrize(
    "url", ["https://acme.example:99999", "https://[::1", "https://:443", "https://acme.example:0"]
)
def test_a_url_that_no_request_could_use_is_refused(problems, url: str) -> None:
    (problem,) = problems(destination(url))
    assert "config.invalid_value" == problem.code
    assert "must be a URL" in problem.detail


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://login.example/token", "config.not_https"),
        ("login.example", "config.invalid_value"),
        ("https://u:p@login.example", "config.secret_in_file"),
    ],
)
def test_a_token_url_is_bound_by_the_same_rules(problems, url: str, code: str) -> None:
    auth = (
        'auth = { scheme = "oauth_client_credentials", client_id = "c", '
        f'client_secret = {{ env = "S" }}, token_url = "{url}" }}'
    )
    (problem,) = problems(DESTINATION + auth)
    assert (code, "destinations.support.auth.token_url") == (problem.code, problem.pointer)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{}", "exactly one of env"),
        ('{ env = "A", file = "b" }', "exactly one of env"),
        ('{ env = "" }', "Give the name"),
        ('{ file = "" }', "Give the name"),
    ],
)
def test_a_secret_is_in_exactly_one_place(problems, source: str, expected: str) -> None:
    (problem,) = problems(f'{DESTINATION}auth = {{ scheme = "bearer", token = {source} }}')
    assert "destinations.support.auth.token" == problem.pointer
    assert expected in problem.detail


def test_a_route_leads_to_destinations_that_are_there(problems) -> None:
    (problem,) = problems(f'{DESTINATION}[[routes]]\nto = ["support", "flex"]')
    assert ("config.unknown_destination", "routes[0].to[1]") == (problem.code, problem.pointer)
    assert 'no destination "flex"; there are: support.' in problem.detail


def test_a_destination_that_is_wrong_in_itself_is_still_there(problems) -> None:
    codes = [problem.code for problem in problems(ROUTE.replace("adapter", "adaptor"))]
    assert ["config.missing", "config.unknown_key"] == codes


def test_a_route_leads_somewhere(problems) -> None:
    (problem,) = problems(f"{DESTINATION}[[routes]]\nto = []")
    assert ("routes[0].to", True) == (problem.pointer, "at least one" in problem.detail)


@pytest.mark.parametrize("tests", ["", 'is = "a", in = ["b"], '])
def test_a_condition_has_exactly_one_test(problems, tests: str) -> None:
    (problem,) = problems(f'{ROUTE}when = {{ {tests}field = "reason.code" }}')
    assert ("routes[0].when", True) == (problem.pointer, "exactly one of is" in problem.detail)


@pytest.mark.parametrize("value", ["false", "0", '""'])
def test_a_condition_may_test_for_a_value_that_looks_like_nothing(load, value: str) -> None:
    route = load(f'{ROUTE}when = {{ field = "x", is = {value} }}').routes[0]
    assert route.when.is_ is not None


def test_a_condition_names_a_field(problems) -> None:
    (problem,) = problems(f'{ROUTE}when = {{ field = "", is = 1 }}')
    assert "routes[0].when.field" == problem.pointer


def test_a_port_beyond_the_last_is_refused(problems) -> None:
    (problem,) = problems('[gateway]\nlisten = "127.0.0.1:65536"')
    assert ("gateway.listen", True) == (problem.pointer, "65535" in problem.detail)


def test_every_secret_of_a_rotation_needs_one_place(problems) -> None:
    also = 'also = [{ env = "T" }, {}]'
    auth = f'auth = {{ scheme = "standard_webhooks", secret = {{ env = "S" }}, {also} }}'
    (problem,) = problems(destination("https://acme.example", auth))
    assert "destinations.support.auth.also[1]" == problem.pointer
    assert "exactly one" in problem.detail


def test_the_secrets_of_a_rotation_load(load) -> None:
    auth = (
        'auth = { scheme = "standard_webhooks", secret = { env = "S" }, also = [{ file = "t" }] }'
    )
    settings = load(destination("https://acme.example", auth)).destinations["support"]
    assert "t" == settings.auth.also[0].file


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ("[gateway]\nstore_password = {}", "gateway.store_password"),
        ("[gateway.notices]\nsecret = {}", "gateway.notices.secret"),
        ('[gateway.notices]\nsecret = { env = "S" }\nalso = [{}]', "gateway.notices.also[0]"),
    ],
)
def test_every_secret_of_the_gateway_needs_one_place(problems, text: str, pointer: str) -> None:
    (problem,) = problems(text)
    assert (pointer, True) == (problem.pointer, "exactly one" in problem.detail)
