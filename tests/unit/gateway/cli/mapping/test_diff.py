"""``readback mapping diff``: what it asks for, what it shows, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

NOTHING = {"changes": 0, "appears": 0, "disappears": 0}


def document(**members: Any) -> dict[str, Any]:
    return {
        "name": "desk",
        "before": 1,
        "after": "draft",
        "text": ["--- revision 1", "+++ draft", "-a", "+b"],
        "effect": None,
        "problems": [],
        "shown": None,
        **members,
    }


def effect(**members: Any) -> dict[str, Any]:
    return {
        "handoffs": 50,
        "affected": 0,
        "stopped": 0,
        "freed": 0,
        "fields": [],
        "note": {"field": "note", **NOTHING},
        "capsule": {"field": "capsule", **NOTHING},
        "fates": [],
        **members,
    }


def problem(severity: str) -> dict[str, Any]:
    return {"code": "X1", "severity": severity, "line": 3, "message": f"A {severity}."}


def test_the_draft_is_compared_with_what_is_in_force(run, gateway) -> None:
    gateway.answer(document())
    run("mapping", "diff", "desk")
    (request,) = gateway.requests
    assert ("GET", "/v1/mappings/desk/diff") == (request.method, request.url.path)
    assert {"from": "latest", "to": "draft", "last": "50"} == dict(request.url.params)


def test_two_revisions_are_compared_on_as_many_handoffs_as_wanted(run, gateway) -> None:
    gateway.answer(document())
    run("mapping", "diff", "desk", "--from", "1", "--to", "2", "--last", "7", "--show", "h-1")
    assert {"from": "1", "to": "2", "last": "7", "show": "h-1"} == dict(
        gateway.requests[0].url.params
    )


def test_a_file_is_sent_as_it_is(run, gateway, tmp_path: Path) -> None:
    gateway.answer(document())
    (tmp_path / "own.toml").write_bytes("a = 'ü'\r\n".encode())
    run("mapping", "diff", "desk", "own.toml")
    (request,) = gateway.requests
    assert ("POST", "a = 'ü'\r\n".encode()) == (request.method, request.content)
    assert {"from": "latest", "last": "50"} == dict(request.url.params)


def test_equal_texts_are_said_to_be_the_same(run, gateway) -> None:
    gateway.answer(document(text=[]))
    assert "The texts are the same." in run("mapping", "diff", "desk").out


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("warning", 0), ("note", 0)])
def test_errors_of_the_new_text_end_with_1(run, gateway, severity: str, code: int) -> None:
    gateway.answer(document(problems=[problem(severity)]))
    ended = run("mapping", "diff", "desk")
    assert (code, severity != "note") == (ended.code, f"A {severity}." in ended.out)


def test_what_changes_is_counted_and_what_does_not_is_left_out(run, gateway) -> None:
    title = {"field": "title", "changes": 3, "appears": 1, "disappears": 0}
    note = {"field": "note", **NOTHING}
    gateway.answer(document(effect=effect(affected=4, fields=[title], note=note)))
    out = run("mapping", "diff", "desk").out
    assert "effect on the last 50 handoffs: 4 change" in out
    assert ["title", "3", "1", "0"] in [line.split() for line in out.splitlines()]
    assert "capsule" not in out


def test_handoffs_that_would_stop_are_told_first(run, gateway) -> None:
    gateway.answer(document(effect=effect(affected=3, stopped=2, freed=1)))
    out = run("mapping", "diff", "desk").out
    assert "2 would no longer leave" in out
    assert "1 would leave now" in out


def test_where_there_are_no_handoffs_yet_that_is_said(run, gateway) -> None:
    gateway.answer(document(effect=effect(handoffs=0)))
    assert "there are no handoffs yet to try it on" in run("mapping", "diff", "desk").out


def test_one_handoff_is_shown_before_and_after(run, gateway) -> None:
    shown = {
        "id": "h-1",
        "changes": [{"field": "title", "before": "Old\x1b[2J"}, {"field": "tags", "after": ["a"]}],
        "stopped_before": None,
        "stopped_after": "S502: it needs a value",
    }
    gateway.answer(document(shown=shown))
    out = run("mapping", "diff", "desk", "--show", "h-1").out
    assert "after: S502: it needs a value" in out
    assert ["tags", "-", '["a"]'] in [line.split() for line in out.splitlines()]
    assert "\x1b" not in out


def test_json_is_what_the_gateway_answers(run, gateway) -> None:
    gateway.answer(document(problems=[problem("error")]))
    ended = run("mapping", "diff", "desk", "--json")
    assert (1, document(problems=[problem("error")])) == (ended.code, json.loads(ended.out))


@pytest.mark.parametrize("last", ["-1", "501", "many"])
def test_a_number_of_handoffs_that_cannot_be_tried_is_a_usage_error(run, gateway, last) -> None:
    assert 2 == run("mapping", "diff", "desk", "--last", last).code
    assert [] == gateway.requests
