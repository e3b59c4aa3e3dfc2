"""LangGraph's interrupts and snapshots; an interrupt may hold a whole handoff package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.langgraph import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = ("langgraph_interrupt_result", "langgraph_state_snapshot")

HUMAN = {"type": "human", "content": "Hi"}


def _interrupted(value: Any, **state: Any) -> dict[str, Any]:
    return {"messages": [HUMAN], "__interrupt__": [{"value": value, "id": "i1"}], **state}


def _handoff(document: Any) -> dict[str, Any]:
    return dialect.normalize(document).handoff


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (_interrupted("x"), True),
        ({"__interrupt__": []}, True),
        ({"values": {}, "tasks": []}, True),
        ({"values": {}, "interrupts": []}, True),
        ({"values": []}, False),
        ({"messages": [HUMAN]}, False),
        ([HUMAN], False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_interrupts(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


def test_an_interrupt_is_told_at_the_end_of_the_transcript() -> None:
    last = _handoff(_interrupted({"question": "ok?"}))["conversation"]["messages"][-1]

    value = {"value": {"question": "ok?"}, "id": "i1"}
    assert [{"type": "event", "name": "interrupt", "data": value}] == last["content"]
    assert "system" == last["role"]


def test_a_package_in_the_bots_own_words_finds_its_places() -> None:
    package = {"reason": "fraud", "summary": "Card stolen.", "customer_id": 7, "email": "a@b.c"}

    handoff = _handoff(_interrupted(package))

    assert {"code": "fraud", "trigger": "bot", "original": "fraud"} == handoff["reason"]
    assert {"free_text": "Card stolen.", "author": {"kind": "model"}} == handoff["summary"]
    assert {"id": "7", "email": "a@b.c"} == handoff["customer"]


@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: {"handoff": value}])
def test_a_package_in_canonical_form_is_taken_as_it_is(wrap: Any) -> None:
    package = {
        "reason": {"code": "fraud"},
        "urgency": {"level": "high"},
        "records": [{"type": "order", "id": "W1"}],
        "conversation": {"id": "c-1", "channel": "sms"},
    }

    handoff = _handoff(_interrupted(wrap(package)))

    assert {"code": "fraud"} == handoff["reason"]
    assert {"level": "high"} == handoff["urgency"]
    assert [{"type": "order", "id": "W1"}] == handoff["records"]
    assert ("c-1", "sms") == (handoff["conversation"]["id"], handoff["conversation"]["channel"])


def test_a_package_that_only_looks_canonical_is_kept_as_it_is() -> None:
    document = _interrupted({"urgency": {"level": "now!"}})

    handoff = _handoff(document)

    assert "urgency" not in handoff
    assert_accounted(dialect, document)


def test_a_plain_text_is_the_summary() -> None:
    assert (
        "Please take over." == _handoff(_interrupted("Please take over."))["summary"]["free_text"]
    )


def test_calls_that_wait_for_leave_want_a_person() -> None:
    value = {
        "action_requests": [{"name": "pay_out", "args": {}, "description": "Pay 50 €"}],
        "review_configs": [{"action_name": "pay_out", "allowed_decisions": ["approve"]}],
    }

    handoff = _handoff(_interrupted(value))

    assert [{"requires_approval": True, "description": "pay out"}] == handoff["next_steps"]
    assert "approval_requested" == handoff["reason"]["original"]


def test_the_thread_is_the_conversation() -> None:
    document = {
        "values": {"messages": [HUMAN]},
        "tasks": [],
        "config": {"configurable": {"thread_id": "t-1", "checkpoint_id": "k-1"}},
        "created_at": "2026-11-20T09:01:44+00:00",
    }

    handoff = _handoff(document)

    assert "t-1" == handoff["conversation"]["id"]
    assert {"thread_id": "t-1", "run_id": "k-1"} == handoff["correlation"]
    assert "2026-11-20T09:01:44+00:00" == handoff["occurred_at"]


def test_an_interrupt_that_a_snapshot_names_twice_is_told_once() -> None:
    interrupt = {"value": "x", "id": "i1"}
    document = {
        "values": {"messages": [HUMAN]},
        "tasks": [{"interrupts": [interrupt]}],
        "interrupts": [interrupt],
    }

    normalized = dialect.normalize(document)

    assert 2 == len(normalized.handoff["conversation"]["messages"])
    assert normalized.mapped["/tasks/0/interrupts/0/id"] == normalized.mapped["/interrupts/0/id"]


def test_what_else_is_in_the_state_is_a_variable() -> None:
    variables = _handoff(_interrupted("x", plan="gold"))["conversation"]["variables"]

    assert {"plan": "gold"} == variables


@pytest.mark.parametrize("document", [{}, "x", [HUMAN], {"values": {}}])
def test_a_document_without_an_interrupt_or_tasks_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be a LangGraph state")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))
