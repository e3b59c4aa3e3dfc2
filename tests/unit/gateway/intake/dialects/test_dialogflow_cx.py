"""Dialogflow CX: one turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.dialogflow_cx import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize(
    "name", ["dialogflow_cx_webhook_request", "dialogflow_cx_detect_intent_response"]
)
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def _snake(value: Any) -> Any:
    """As Python's MessageToDict writes it with preserved names."""
    if isinstance(value, list):
        return [_snake(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {_snake_name(name): _snake(child) for name, child in value.items()}


def _snake_name(name: str) -> str:
    plain = name.isalpha() and name[0].islower()
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name) if plain else name


def _spoken(document: Any) -> list[tuple[str, Any]]:
    return [turn for turn in said(dialect.normalize(document)) if turn[0] != "system"]


def test_a_webhook_request_is_the_last_turn(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "dialogflow_cx_webhook_request"))

    assert [
        ("customer", "I'll contact them directly, could you make a note for customer service?"),
        ("bot", "One moment, transferring you."),
    ] == said(normalized)
    assert "s-37" == normalized.handoff["conversation"]["id"]


def test_what_the_author_packed_for_the_agent_finds_its_places(shared: Path) -> None:
    handoff = dialect.normalize(sample(shared, "dialogflow_cx_webhook_request")).handoff

    assert "policy_exception" == handoff["reason"]["original"]
    assert "gold" == handoff["routing"]["queue"]
    assert "mei_brown_7075" == handoff["customer"]["id"]
    assert {"score": -0.7, "magnitude": 0.7}.items() <= handoff["sentiment"][0].items()
    assert ("request.human", 0.8731) == (
        handoff["intents"][0]["name"],
        handoff["intents"][0]["confidence"],
    )
    assert [("reservation_id", "3JA7XV")] == [(e["name"], e["value"]) for e in handoff["entities"]]


@pytest.mark.parametrize(
    "name", ["dialogflow_cx_webhook_request", "dialogflow_cx_detect_intent_response"]
)
def test_snake_case_says_the_same(shared: Path, name: str) -> None:
    camel = sample(shared, name)
    snake = _snake(camel)

    assert dialect.recognises(snake)
    assert_accounted(dialect, snake)
    assert _spoken(camel) == _spoken(snake)
    ours, theirs = (dialect.normalize(d).handoff["intents"][0] for d in (camel, snake))
    assert (ours["name"], ours["confidence"]) == (theirs["name"], theirs["confidence"])


def test_what_happens_beside_words_is_an_event(shared: Path) -> None:
    turns = said(dialect.normalize(sample(shared, "dialogflow_cx_detect_intent_response")))

    assert ["customer", "bot", "system", "system"] == [role for role, _ in turns]
    assert {"phoneNumber": "+15551234567"} == turns[2][1][0]["data"]
    assert {} == turns[3][1][0]["data"]


@pytest.mark.parametrize(
    ("member", "part"),
    [
        ({"transcript": "hi"}, "hi"),
        ({"dtmfDigits": "42"}, [{"type": "event", "name": "dtmf", "data": "42"}]),
        ({"triggerEvent": "e"}, [{"type": "event", "name": "triggerEvent", "data": "e"}]),
    ],
)
def test_a_customer_can_speak_in_other_ways(member: dict[str, str], part: Any) -> None:
    assert [("customer", part)] == said(
        dialect.normalize({"detectIntentResponseId": "d", **member})
    )


def test_messages_of_different_turns_have_different_ids() -> None:
    ids = [
        dialect.normalize({"detectIntentResponseId": turn, "text": "hi"}).handoff["conversation"][
            "messages"
        ][0]["id"]
        for turn in ("d1", "d2")
    ]

    assert ["d1.m1", "d2.m1"] == ids


def test_a_handoff_without_metadata_is_a_reason_all_the_same() -> None:
    normalized = dialect.normalize(
        {"detectIntentResponseId": "d", "messages": [{"liveAgentHandoff": {}}]}
    )

    assert "liveAgentHandoff" == normalized.handoff["reason"]["original"]
    assert ("/reason",) == normalized.mapped["/messages/0/liveAgentHandoff"]


def test_a_required_parameter_that_is_missing_is_an_open_question() -> None:
    slots = [{"displayName": "order", "required": True}, {"displayName": "n", "required": False}]
    normalized = dialect.normalize(
        {"detectIntentResponseId": "d", "pageInfo": {"formInfo": {"parameterInfo": slots}}}
    )

    assert [{"text": "order"}] == normalized.handoff["open_questions"]
