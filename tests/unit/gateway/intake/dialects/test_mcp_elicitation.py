"""MCP: a question to the user."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.mcp_elicitation import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["mcp_elicitation_request"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_a_request_is_an_open_question(shared: Path) -> None:
    document = sample(shared, "mcp_elicitation_request")
    normalized = dialect.normalize(document)

    params = document["params"]
    assert [{"text": params["message"], "schema": params["requestedSchema"]}] == (
        normalized.handoff["open_questions"]
    )
    assert [] == said(normalized)
    assert {} == normalized.unmapped


def test_an_answer_elsewhere_is_a_next_step() -> None:
    params = {"mode": "url", "message": "Sign in", "url": "https://x.example/a"}

    handoff = dialect.normalize({"method": "elicitation/create", "params": params}).handoff

    assert "https://x.example/a" == handoff["next_steps"][0]["action_url"]
