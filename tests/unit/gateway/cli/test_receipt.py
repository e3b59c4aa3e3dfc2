"""``readback receipt``: leaf by leaf, with an exit code that says whether something is lost."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.gateway.cli.answers import ID, row

Run = Callable[..., Any]
CASES = [("verified", 0), ("unprovable", 0), ("pending", 0), ("altered", 1), ("missing", 1)]


@pytest.mark.parametrize(("proof", "code"), CASES)
@pytest.mark.parametrize("options", [(), ("--json",), ("--problems",), ("--problems", "--json")])
def test_the_exit_code_says_whether_a_leaf_is_lost(
    proof: str, code: int, options: tuple[str, ...], run: Run, gateway: Any
) -> None:
    gateway.answer([row("/id"), row("/customer/name", proof=proof)])

    assert code == run("receipt", ID, *options).code


def test_every_leaf_is_shown(run: Run, gateway: Any) -> None:
    gateway.answer([row("/id"), row("/customer/name", proof="missing", sent="Ann")])
    told = run("receipt", ID)

    assert f"/v1/handoffs/{ID}/receipt" == gateway.requests[0].url.path
    assert "/id" in told.out
    assert "note missing (sent: Ann)" in told.out


def test_only_problems_on_request(run: Run, gateway: Any) -> None:
    rows = [row("/id"), row("/customer/name", proof="missing"), row("/a", proof="unprovable")]
    gateway.answer(rows)

    assert "/id" not in run("receipt", ID, "--problems").out
    assert rows[1:] == json.loads(run("receipt", ID, "--problems", "--json").out)


def test_no_problem_is_said_on_stderr(run: Run, gateway: Any) -> None:
    gateway.answer([row()])

    assert (0, "", "Every leaf is verified.\n") == run("receipt", ID, "--problems")


def test_no_receipt_is_no_proof(run: Run, gateway: Any) -> None:
    gateway.answer([])
    told, told_json = run("receipt", ID), run("receipt", ID, "--json")

    assert (1, "") == (told.code, told.out)
    assert "There is no receipt yet" in told.err
    assert (1, "[]\n", "") == told_json


def test_json_is_what_the_gateway_answered(run: Run, gateway: Any) -> None:
    rows = [row("/id"), row("/customer/name", sent="\x1b[2J", proof="altered")]
    gateway.answer(rows)
    told = run("receipt", ID, "--json")

    assert "" == told.err
    assert rows == json.loads(told.out)
    assert "\x1b" not in told.out


def test_one_destination_is_asked_for(run: Run, gateway: Any) -> None:
    gateway.answer([row()])
    run("receipt", ID, "--destination", "support")

    assert {"destination": "support"} == dict(gateway.requests[0].url.params)
