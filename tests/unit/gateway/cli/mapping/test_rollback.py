"""``readback mapping rollback``: shown first, asked about, and never done twice."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tests.unit.gateway.cli.mapping.test_diff import document, problem

ROLLBACK = ("mapping", "rollback", "desk", "1")
LATEST = [{"name": "desk", "latest": {"number": 4}}]


class Answers:
    """What the gateway says to each call, in the order of calls."""

    def __init__(self, gateway: Any) -> None:
        self.posted: list[Any] = []
        self.difference = document(before=4, after=1)
        self.status = 201
        self._gateway = gateway

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self._gateway.requests.append(request)
        if request.method == "POST":
            self.posted.append(json.loads(request.content))
            if self.status != 201:
                problem = {"code": "mapping.conflict", "detail": "Somebody else has published."}
                return httpx.Response(self.status, json=problem)
            done = {"name": "desk", "revision": {"number": 5}, "destinations": ["support"]}
            return httpx.Response(201, json={**done, "problems": [], "text": [], "effect": None})
        found = LATEST if request.url.path == "/v1/mappings" else self.difference
        return httpx.Response(200, json=found)


@pytest.fixture
def answers(gateway, monkeypatch: pytest.MonkeyPatch) -> Answers:
    answering = Answers(gateway)
    monkeypatch.setattr(type(gateway), "__call__", lambda _, request: answering(request))
    return answering


def test_the_old_text_is_published_over_the_latest_that_was_seen(run, answers) -> None:
    ended = run(*ROLLBACK, "--note", "worse", "--yes")
    assert 0 == ended.code
    assert [{"revision": 1, "note": "worse", "expected": 4, "last": 0}] == answers.posted
    assert "Published desk as revision 5; used by: support." in ended.err


def test_what_would_change_is_shown_before_anybody_is_asked(run, answers) -> None:
    ended = run(*ROLLBACK, "--note", "worse")
    assert (2, []) == (ended.code, answers.posted)
    assert "+b" in ended.out
    assert "--yes" in ended.err


def test_a_dry_run_publishes_nothing_and_needs_no_reason(run, answers) -> None:
    ended = run(*ROLLBACK, "--dry-run")
    assert (0, []) == (ended.code, answers.posted)


def test_a_dry_run_in_json_is_the_difference(run, answers) -> None:
    ended = run(*ROLLBACK, "--dry-run", "--json")
    assert {"diff": answers.difference} == json.loads(ended.out)


@pytest.mark.parametrize("words", [(), ("--note", " ")])
def test_nobody_rolls_back_without_saying_why(run, answers, words: tuple[str, ...]) -> None:
    ended = run(*ROLLBACK, "--yes", *words)
    assert (2, [], True) == (ended.code, answers.posted, "--note" in ended.err)


def test_an_old_text_that_no_longer_compiles_is_not_published(run, answers) -> None:
    answers.difference = document(problems=[problem("error")])
    ended = run(*ROLLBACK, "--note", "worse", "--yes")
    assert (1, []) == (ended.code, answers.posted)
    assert "A error." in ended.out


def test_rules_that_have_become_stale_do_not_keep_anybody_from_rolling_back(run, answers) -> None:
    answers.difference = document(problems=[problem("warning")])
    assert 0 == run(*ROLLBACK, "--note", "worse", "--yes").code


def test_somebody_who_was_faster_ends_it_with_6(run, answers) -> None:
    answers.status = 409
    ended = run(*ROLLBACK, "--note", "worse", "--yes")
    assert (6, True) == (ended.code, "Somebody else has published." in ended.err)


@pytest.mark.parametrize("revision", ["one", "1.5", ""])
def test_a_revision_is_a_number(run, answers, revision: str) -> None:
    assert 2 == run("mapping", "rollback", "desk", revision).code
    assert [] == answers.posted
