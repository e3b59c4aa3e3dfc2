"""Amazon Lex V2: one turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.lex_v2 import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["lex_v2_lambda_event", "lex_v2_runtime_recognize_text"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_an_event_is_the_last_turn(shared: Path) -> None:
    document = sample(shared, "lex_v2_lambda_event")
    normalized = dialect.normalize(document)
    handoff = normalized.handoff

    assert [("customer", document["inputTranscript"])] == said(normalized)
    assert "mei_brown_7075" == handoff["conversation"]["id"] == handoff["customer"]["id"]
    assert "true" == handoff["conversation"]["variables"]["authenticated"]
    assert "NEGATIVE" == handoff["sentiment"][0]["label"]
    assert [("ReservationId", "3JA7XV")] == [(e["name"], e["value"]) for e in handoff["entities"]]


def test_confidence_is_read_in_both_forms(shared: Path) -> None:
    for name in ("lex_v2_lambda_event", "lex_v2_runtime_recognize_text"):
        (top, *_) = dialect.normalize(sample(shared, name)).handoff["intents"]

        assert ("SpeakToAgent", 0.86, 1) == (top["name"], top["confidence"], top["rank"])


def test_the_fallback_intent_has_no_confidence(shared: Path) -> None:
    *_, last = dialect.normalize(sample(shared, "lex_v2_lambda_event")).handoff["intents"]

    assert "FallbackIntent" == last["name"]
    assert "confidence" not in last


def test_a_slot_that_is_not_filled_stays_null(shared: Path) -> None:
    (top, *_) = dialect.normalize(sample(shared, "lex_v2_lambda_event")).handoff["intents"]

    assert top["slots"]["Reason"] is None


def test_slots_that_are_null_as_a_whole_are_kept() -> None:
    interpretation = {"intent": {"name": "x", "slots": None}}
    normalized = dialect.normalize({"sessionState": {}, "interpretations": [interpretation]})

    assert "slots" not in normalized.handoff["intents"][0]
    assert normalized.unmapped["/interpretations/0/intent/slots"] is None


def test_what_the_bot_answered_is_shown() -> None:
    card = {"title": "Pick", "buttons": [{"text": "A", "value": "a"}]}
    answers = [
        {"content": "Hello", "contentType": "PlainText"},
        {"contentType": "ImageResponseCard", "imageResponseCard": card},
        {"contentType": "CustomPayload"},
    ]

    turns = said(
        dialect.normalize({"sessionState": {}, "interpretations": [], "messages": answers})
    )

    assert ("bot", "Hello") == turns[0]
    assert card == turns[1][1][0]["content"]
    assert 2 == len(turns)
