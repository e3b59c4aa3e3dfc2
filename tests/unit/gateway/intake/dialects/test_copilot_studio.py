"""Copilot Studio: the handoff event with context variables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.copilot_studio import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["copilot_studio_handoff_initiate"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_context_variables_find_their_places(shared: Path) -> None:
    handoff = dialect.normalize(sample(shared, "copilot_studio_handoff_initiate")).handoff

    assert "Got a gift from: HandoffTest" == handoff["summary"]["free_text"]
    assert "en-us" == handoff["conversation"]["language"]
    assert {"StoreLocation": "Bellevue"} == handoff["conversation"]["variables"]
    assert ("conv-1", "user-1") == (handoff["conversation"]["id"], handoff["customer"]["id"])
    assert "6dba796e-2233-4ea8-881b-4b3ac2b8bbe9" == handoff["source"]["bot_id"]


def test_phrases_stand_in_for_a_transcript_and_the_last_is_not_doubled(shared: Path) -> None:
    assert [
        ("customer", "Hi"),
        ("customer", "When does store open"),
        ("customer", "Can I return my item"),
    ] == said(dialect.normalize(sample(shared, "copilot_studio_handoff_initiate")))


def test_the_last_topic_is_what_it_is_about(shared: Path) -> None:
    intents = dialect.normalize(sample(shared, "copilot_studio_handoff_initiate")).handoff[
        "intents"
    ]

    assert [("Return items", 1), ("Greetings", None)] == [
        (intent["name"], intent.get("rank")) for intent in intents[:2]
    ]


def test_a_transcript_says_it_better_than_phrases(shared: Path) -> None:
    event = sample(shared, "copilot_studio_handoff_initiate")
    activities = [{"type": "message", "from": {"id": "u", "role": "user"}, "text": "Hello"}]
    event["attachments"] = [{"contentType": "application/json", "content": activities}]

    normalized = dialect.normalize(event)

    assert [("customer", "Hello")] == said(normalized)
    assert event["value"]["va_Phrases"] == normalized.unmapped["/value/va_Phrases"]
    assert_accounted(dialect, event)
