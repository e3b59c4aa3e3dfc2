"""A2A: a task that waits for input."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.a2a import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, said, sample


@pytest.mark.parametrize("name", ["a2a_task_input_required"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


OLD = {
    "jsonrpc": "2.0",
    "id": 1,
    "result": {
        "kind": "task",
        "id": "t-1",
        "contextId": "c-1",
        "status": {
            "state": "input-required",
            "timestamp": "2026-01-01T00:00:00Z",
            "message": {
                "kind": "message",
                "messageId": "h1",
                "role": "agent",
                "parts": [
                    {"kind": "text", "text": "Which seat?"},
                    {"kind": "file", "file": {"uri": "https://x.example/a", "mimeType": "a/b"}},
                    {"kind": "file", "file": {"bytes": "AAAA"}},
                    {"kind": "data", "data": {"a": 1}},
                ],
            },
        },
        "history": [
            {"kind": "message", "messageId": "h0", "role": "user", "parts": [{"text": "Hi"}]}
        ],
        "artifacts": [{"artifactId": "a1", "parts": [{"kind": "text", "text": "A plan"}]}],
        "metadata": {"tier": "gold"},
    },
}


def test_the_history_ends_with_what_the_agent_asks(shared: Path) -> None:
    document = sample(shared, "a2a_task_input_required")
    normalized = dialect.normalize(document)

    question = document["status"]["message"]["parts"][0]["text"]
    assert ["customer", "bot", "customer", "bot"] == [role for role, _ in said(normalized)]
    assert ("bot", question) == said(normalized)[-1]
    assert [{"text": question}] == normalized.handoff["open_questions"]
    assert "TASK_STATE_INPUT_REQUIRED" == normalized.handoff["reason"]["original"]
    assert {} == normalized.unmapped


def test_the_older_form_is_read_alike() -> None:
    normalized = dialect.normalize(OLD)

    assert dialect.recognises(OLD)
    assert ("c-1", "t-1") == (
        normalized.handoff["conversation"]["id"],
        normalized.handoff["correlation"]["run_id"],
    )
    assert [("customer", "Hi"), ("bot", "A plan")] == said(normalized)[:2]
    assert ["text", "media", "other", "other"] == [part["type"] for part in said(normalized)[2][1]]


@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_task_of_the_older_form_loses_no_leaf(data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(OLD)))


def test_a_question_that_stands_in_the_history_is_not_doubled(shared: Path) -> None:
    document = deepcopy(sample(shared, "a2a_task_input_required"))
    document["history"].append(document["status"]["message"])

    assert 4 == len(messages(dialect.normalize(document)))
    assert_accounted(dialect, document)


def test_a_question_without_a_message_is_no_error() -> None:
    task = {"contextId": "c", "status": {"state": "TASK_STATE_AUTH_REQUIRED"}}

    normalized = dialect.normalize(task)

    assert [] == said(normalized)
    assert "TASK_STATE_AUTH_REQUIRED" == normalized.handoff["reason"]["original"]
