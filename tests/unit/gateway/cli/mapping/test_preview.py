"""``readback mapping preview``: on this machine, or with a handoff that a gateway has."""

from __future__ import annotations

import json

import pytest

from gateway.delivery.checking import known_side
from gateway.delivery.starter.write import starter
from tests.installed import need

need("webhook")
GOOD = starter(known_side("webhook", "handoff"), "desk")
BAD = GOOD.replace('from = "customer.email"', 'from = "customer.emial"')
LEAST = b'{"conversation":{"id":"c-9","messages":[{"role":"customer","content":"Hi \\u001b[2J"}]}}'


@pytest.fixture
def files(run, tmp_path):
    (tmp_path / "own.toml").write_text(GOOD)
    (tmp_path / "bad.toml").write_text(BAD)
    (tmp_path / "least.json").write_bytes(LEAST)
    return run


def test_json_is_what_the_gateway_would_answer(files) -> None:
    document = json.loads(files("mapping", "preview", "own.toml", "--json").out)
    assert {"object", "fields", "note", "capsule", "fates", "leaves", "problems"} == set(document)


def test_a_handoff_of_ones_own_is_tried(files) -> None:
    words = ("mapping", "preview", "own.toml", "--handoff", "least.json", "--json")
    document = json.loads(files(*words).out)
    assert ["c-9"] == [one["value"] for one in document["fields"] if one["name"] == "subject"]


def test_a_native_handoff_is_tried_from_standard_input(files) -> None:
    native = b'{"messages":[{"role":"user","content":"Twice!"}]}'
    words = ("--handoff", "-", "--dialect", "openai_chat")
    ended = files("mapping", "preview", "own.toml", *words, stdin=native)
    assert (0, True) == (ended.code, "customer: Twice!" in ended.out)


def test_what_customers_wrote_steers_no_terminal(files) -> None:
    ended = files("mapping", "preview", "own.toml", "--handoff", "least.json")
    assert "\x1b" not in ended.out
    assert "Hi \\x1b[2J" in ended.out


def test_a_mapping_with_errors_shows_its_problems_only(files) -> None:
    ended = files("mapping", "preview", "bad.toml")
    assert (1, True) == (ended.code, ended.out.startswith("error   M101"))
    assert "fates" not in ended.out


def test_a_handoff_that_is_none_is_refused(files) -> None:
    ended = files("mapping", "preview", "own.toml", "--handoff", "-", stdin=b"{}")
    assert 1 == ended.code


def test_two_handoffs_are_one_too_many(files) -> None:
    words = ("--handoff", "least.json", "--id", "h-1")
    assert 2 == files("mapping", "preview", "own.toml", *words).code


def test_a_handoff_that_a_gateway_has_is_asked_of_it(files, gateway) -> None:
    preview = {"fields": [], "note": None, "capsule": None, "leaves": [], "problems": []}
    gateway.answer(preview)
    ended = files("mapping", "preview", "own.toml", "--id", "h-1", "--json")
    (request,) = gateway.requests
    assert (0, "/v1/preview") == (ended.code, request.url.path)
    assert {"mapping": GOOD, "handoff_id": "h-1"} == json.loads(request.content)
