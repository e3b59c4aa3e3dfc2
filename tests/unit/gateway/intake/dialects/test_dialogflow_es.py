"""Dialogflow ES: one turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.dialogflow_es import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["dialogflow_es_webhook_request"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_a_fulfilment_request_is_the_last_turn(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "dialogflow_es_webhook_request"))
    handoff = normalized.handoff

    assert [("customer", "human please"), ("bot", "ok")] == said(normalized)
    assert ("s-37", "voice") == (handoff["conversation"]["id"], handoff["conversation"]["channel"])
    assert "+15551234567" == handoff["customer"]["phone"]
    assert {"order": {"order_id": "W4923227"}} == handoff["conversation"]["variables"]
    assert "liveAgentHandoff" == handoff["reason"]["original"]
    assert 0.94 == handoff["conversation"]["voice"]["asr"][0]["confidence"]
    assert -0.6 == handoff["sentiment"][0]["score"]
    assert {"order": "#W4923227"} == handoff["intents"][0]["slots"]


def test_the_text_is_not_said_twice() -> None:
    result = {
        "queryText": "hi",
        "fulfillmentText": "Pick one.",
        "fulfillmentMessages": [
            {"text": {"text": ["Pick one."]}},
            {"quickReplies": {"quickReplies": ["A", "B"]}},
        ],
    }

    turns = said(dialect.normalize({"queryResult": result}))

    assert [("customer", "hi"), ("bot", "Pick one.")] == turns[:2]
    assert ("choices", 3) == (turns[2][1][0]["type"], len(turns))


def test_an_intent_that_hands_nobody_over_gives_no_reason() -> None:
    result = {"queryText": "hi", "intent": {"displayName": "x", "liveAgentHandoff": False}}

    assert "reason" not in dialect.normalize({"queryResult": result}).handoff
