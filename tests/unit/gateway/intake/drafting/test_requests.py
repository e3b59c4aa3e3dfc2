"""A bot that waits for a person."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.requests import take_package, want_approval


def _package(package: Any, **members: Any) -> Draft:
    draft = Draft(**members)
    take_package(draft, Native("/p", package))
    return draft


def test_leave_to_call_a_tool_is_a_step_and_a_reason() -> None:
    draft = Draft()

    want_approval(draft, Native("/tool", "payOut"), Native("/state", "waiting"))

    assert [{"requires_approval": True, "description": "pay out"}] == draft.value["next_steps"]
    assert "approval_requested" == draft.value["reason"]["original"]
    assert {
        "/tool": ("/next_steps/0/description",),
        "/state": ("/next_steps/0/requires_approval",),
    } == draft.mapped


def test_a_reason_that_the_bot_gave_stands() -> None:
    draft = Draft(reason={"code": "fraud"})

    want_approval(draft, Native("/tool", None))

    assert {"code": "fraud"} == draft.value["reason"]
    assert [] == draft.generated
    assert {} == draft.mapped


@pytest.mark.parametrize("name", ["summary", "context", "notes", "message"])
def test_a_text_under_any_common_name_is_the_summary(name: str) -> None:
    assert "x" == _package({name: "x"}).value["summary"]["free_text"]


def test_canonical_members_are_taken_where_they_fit_only() -> None:
    package = {"urgency": {"level": "high"}, "risks": {"not": "a list"}, "routing": "later"}

    draft = _package(package)

    assert {"urgency": {"level": "high"}} == draft.value


def test_what_the_door_fills_in_is_not_a_bots_to_give() -> None:
    assert {} == _package({"id": "x", "provenance": {"dialect": "x"}, "unmapped": {}}).value


@pytest.mark.parametrize("package", [None, 3, "x", [], {}])
def test_what_is_no_package_says_nothing(package: Any) -> None:
    assert {} == _package(package).value
