"""AG-UI: a run that ends with an interrupt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.ag_ui import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["agui_run_finished_interrupt"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_an_interrupt_is_an_open_question(shared: Path) -> None:
    document = sample(shared, "agui_run_finished_interrupt")
    normalized = dialect.normalize(document)

    (interrupt,) = document["outcome"]["interrupts"]
    assert [{"text": interrupt["message"], "schema": {"type": "object"}}] == (
        normalized.handoff["open_questions"]
    )
    assert "human_handoff" == normalized.handoff["reason"]["original"]
    assert ("thread-37", "run-1") == (
        normalized.handoff["conversation"]["id"],
        normalized.handoff["correlation"]["run_id"],
    )
    assert {"/outcome/interrupts/0/id": "int-1"} == normalized.unmapped
    assert [] == said(normalized)


def test_when_it_expires_and_what_is_known_of_it_are_kept() -> None:
    interrupt = {"message": "?", "expiresAt": "2026-01-01T00:00:00Z", "metadata": {"a": 1}}
    event = {"type": "RUN_FINISHED", "outcome": {"type": "interrupt", "interrupts": [interrupt]}}

    handoff = dialect.normalize(event).handoff

    assert "2026-01-01T00:00:00Z" == handoff["expires_at"]
    assert {"a": 1} == handoff["conversation"]["variables"]


def test_a_run_that_just_ended_hands_nobody_over() -> None:
    assert not dialect.recognises({"type": "RUN_FINISHED", "outcome": {"type": "success"}})
