"""``readback send``: the bytes go as they are, and the exit code says what became of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.gateway.cli.answers import ID, delivery, handoff

BODY = b'\xef\xbb\xbf{"conversation": {"id": "c-81"}}\n'
Run = Callable[..., Any]
ACCEPTED = {"id": ID, "status": "pending", "repeated": False, "links": {}}


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "body.json").write_bytes(BODY)
    return "body.json"


def test_a_file_is_sent_byte_for_byte(run: Run, gateway: Any, file: str) -> None:
    gateway.answer(ACCEPTED, 202)
    told = run("send", file)

    assert 0 == told.code
    assert BODY == gateway.requests[0].content
    assert "/v1/handoffs" == gateway.requests[0].url.path
    assert f"handoff  {ID}" in told.out


def test_standard_input_is_sent_byte_for_byte(run: Run, gateway: Any) -> None:
    gateway.answer(ACCEPTED, 202)
    told = run("send", "-", stdin=b"\xff\x00" + BODY)

    assert 0 == told.code
    assert b"\xff\x00" + BODY == gateway.requests[0].content


def test_what_is_asked_for_is_in_the_request(run: Run, gateway: Any, file: str) -> None:
    gateway.answer(handoff())
    run("send", file, "--dialect", "canonical", "--strict", "--wait", "5", "--idempotency-key", "k")
    (request,) = gateway.requests

    assert {"strict": "1", "dialect": "canonical"} == dict(request.url.params)
    assert ("wait=5", "k") == (request.headers["prefer"], request.headers["idempotency-key"])


def test_without_options_nothing_is_asked_for(run: Run, gateway: Any, file: str) -> None:
    gateway.answer(ACCEPTED, 202)
    run("send", file)
    (request,) = gateway.requests

    assert {} == dict(request.url.params)
    assert not {"prefer", "idempotency-key"} & set(request.headers)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("verified", 0),
        ("unproven", 0),
        ("pending", 0),
        ("degraded", 1),
        ("failed", 5),
        ("dead", 5),
    ],
)
def test_the_exit_code_says_what_became_of_it(
    status: str, code: int, run: Run, gateway: Any, file: str
) -> None:
    gateway.answer(handoff(status=status, deliveries=[delivery(status=status)]))

    assert code == run("send", file, "--wait", "5").code
    assert code == run("send", file, "--wait", "5", "--json").code


def test_the_work_item_is_shown(run: Run, gateway: Any, file: str) -> None:
    gateway.answer(handoff())

    assert "https://desk.example/agent/items/7" in run("send", file, "--wait", "5").out


def test_waiting_in_vain_is_said(run: Run, gateway: Any, file: str) -> None:
    gateway.answer(ACCEPTED, 202)
    told = run("send", file, "--wait", "5", "--json")

    assert f"Not proved within 5 s. How it stands: readback handoffs show {ID}\n" == told.err
    assert ACCEPTED == json.loads(told.out)


def test_json_is_what_the_gateway_answered_and_nothing_else(
    run: Run, gateway: Any, file: str
) -> None:
    gateway.answer(handoff())
    told = run("send", file, "--json")

    assert (0, "") == (told.code, told.err)
    assert handoff() == json.loads(told.out)


def test_a_refusal_names_each_place(run: Run, gateway: Any, file: str) -> None:
    errors = [{"code": "handoff.type", "detail": "Expected text.", "pointer": "/conversation/id"}]
    gateway.answer({"code": "handoff.invalid", "detail": "No handoff.", "errors": errors}, 422)
    told = run("send", file)

    assert (1, "") == (told.code, told.out)
    assert "/conversation/id: Expected text. [handoff.type]" in told.err


def test_a_refusal_for_scripts_is_a_document_on_stderr(run: Run, gateway: Any, file: str) -> None:
    gateway.answer({"code": "idempotency.mismatch", "detail": "Another body."}, 422)
    told = run("send", file, "--idempotency-key", "k", "--json")

    assert (6, "") == (told.code, told.out)
    assert "idempotency.mismatch" == json.loads(told.err)["code"]


class _Unreadable:
    @property
    def buffer(self) -> Any:
        raise OSError("Bad file descriptor")


@pytest.mark.parametrize("stdin", [None, _Unreadable()], ids=["closed", "unreadable"])
def test_a_standard_input_that_cannot_be_read_is_a_usage_error(
    stdin: Any, run: Run, gateway: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.cli.options.sys", _SysWith(stdin))
    told = run("send", "-")

    assert (2, "", []) == (told.code, told.out, gateway.requests)
    assert "it cannot be read" in told.err


class _SysWith:
    """``sys`` with another standard input."""

    def __init__(self, stdin: Any) -> None:
        self.stdin, self.exit = stdin, sys.exit


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_a_usage_error(name: str, run: Run, gateway: Any) -> None:
    told = run("send", name)

    assert (2, []) == (told.code, gateway.requests)
    assert name in told.err


@pytest.mark.parametrize("seconds", ["-1", "61", "soon"])
def test_waiting_has_bounds(seconds: str, run: Run, gateway: Any, file: str) -> None:
    assert 2 == run("send", file, "--wait", seconds).code
    assert [] == gateway.requests
