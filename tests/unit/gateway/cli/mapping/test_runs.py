"""A dry run in a terminal: who we are there, what would be sent, and what would not."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.cli.mapping.runs import print_runs

REQUEST = {"step": "create", "method": "POST", "path": "/items", "bytes": 42, "sent": False}
RUN: dict[str, Any] = {
    "destination": "support",
    "signed_in": "bot@acme",
    "schema_sha256": "f" * 64,
    "schema_changed": False,
    "requests": [REQUEST],
    "complete": True,
    "problem": None,
    "problems": [],
}


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]):
    def show(**members: Any) -> str:
        print_runs([{**RUN, **members}])
        return capsys.readouterr().out

    return show


def test_who_we_are_and_what_would_be_sent_is_told(shown) -> None:
    out = shown()
    assert "signed in" in out
    assert "bot@acme" in out
    assert ["create", "POST", "/items", "42", "not", "sent"] == out.splitlines()[-1].split()


def test_a_read_that_was_made_is_told_apart_from_a_write_that_was_not(shown) -> None:
    read = {**REQUEST, "step": "find", "method": "GET", "sent": True}
    out = shown(requests=[read, REQUEST]).splitlines()
    assert out[-2].endswith("sent, it only reads")
    assert out[-1].endswith("not sent")


@pytest.mark.parametrize(
    ("changed", "says"), [(True, "has changed"), (False, "is as it was known")]
)
def test_a_schema_that_has_changed_is_told(shown, changed: bool, says: str) -> None:
    assert f"{says} (ffffffffffff)" in shown(schema_changed=changed)


def test_a_vendor_that_cannot_be_asked_for_its_schema_has_no_line_for_it(shown) -> None:
    assert "schema" not in shown(schema_sha256=None)


def test_what_depends_on_the_vendors_answer_is_not_passed_over(shown) -> None:
    follows = "what follows depends on the vendor's answer"
    assert follows in shown(complete=False)
    assert follows not in shown(complete=True)
    assert follows not in shown(complete=False, requests=[])
    assert follows not in shown(complete=False, problem="The vendor refused.")


def test_a_problem_is_told_even_where_nobody_was_signed_in(shown) -> None:
    out = shown(signed_in=None, requests=[], complete=False, problem="Sign-in failed.")
    assert "Sign-in failed." in out
    assert "signed in" not in out


def test_problems_of_the_mapping_are_told_as_a_check_tells_them(shown) -> None:
    problem = {"code": "V201", "severity": "error", "line": 8, "message": "No such field."}
    assert "error   V201 line 8: No such field." in shown(problems=[problem])


def test_what_a_vendor_calls_us_steers_no_terminal(shown) -> None:
    assert "\x1b" not in shown(signed_in="bot\x1b[2J")


def test_each_destination_is_told_by_itself(capsys) -> None:
    print_runs([RUN, {**RUN, "destination": "sales"}])
    out = capsys.readouterr().out
    assert out.index("support") < out.index("sales")
