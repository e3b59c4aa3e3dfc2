"""A tracker's events and its head are told by form as by rule."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.rasa import dialect, translate
from tests.unit.gateway.intake.mutants import assert_accounted, mutants


def _event(kind: str, **members: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": 1.5, **members}


def _many_kinds() -> dict[str, Any]:
    """Two sessions with all that forms tell, leave and know nothing of."""
    meta = {"model_id": "m", "rasa_x_flagged": False, "rasa_x_id": 7}
    top = {"name": "pay", "confidence": 0.9}
    entity = {"entity": "city", "value": "Rome", "start": 0, "end": 4, "role": None}
    parsed = {"text": "Rome", "intent": top, "entities": [entity], "metadata": meta}
    last = {**parsed, "intent_ranking": [top], "text_tokens": [[0, 4]], "message_id": "u2"}
    selector = {"default": {"ranking": [{"text": ""}], "response": {"confidence": 0.0}}}
    said = {"metadata": meta, "sender_id": "s-1", "text": "Rome", "input_channel": "rest"}
    payload = {"intent": {"name": "yes", "confidence": 1}, "text": "/yes", "intent_ranking": [top]}
    step = {"name": "action_pay", "policy": "P", "hide_rule_turn": True, "metadata": {"x": False}}
    events = [
        _event("user", **said, parse_data=parsed),
        _event("session_started", metadata=meta),
        _event("bot", text="Sure?", data={"buttons": [{"title": "Yes", "payload": "/yes"}]}),
        _event("user", text="/yes", parse_data={**payload, "response_selector": selector}),
        _event("action", **step),
        _event("action_execution_rejected", name="form", confidence=0.0, sender_id="other"),
        _event("slot", name="city", value="Rome", metadata=meta),
        _event("slot", name="city", value={"text": ""}),
        _event("active_loop", name=None, metadata=meta),
        _event("bot", text=None, data={}, metadata={"x": False, "y": 1}),
        _event("bot", text="Hm", data={}, metadata={"x": False}),
        _event("bot", text="Hm", data={}, metadata={"rasa_x_flagged": False, "x": False}),
        _event("user", **said, message_id="u2", parse_data=last),
        _event("restart", is_flagged=False),
    ]
    return {"sender_id": "s-1", "events": events, "latest_message": last}


def _assert_the_same(document: Any) -> None:
    by_rule, by_form = translate(document, None), dialect.normalize(document)

    assert by_rule.handoff == by_form.handoff
    assert by_rule.unmapped == by_form.unmapped


def test_all_kinds_of_events_are_told_by_form_as_by_rule() -> None:
    _assert_the_same(_many_kinds())
    assert_accounted(dialect, _many_kinds())


@given(data=st.data())
@settings(max_examples=100)
def test_mutants_of_all_kinds_are_told_by_form_as_by_rule(data: st.DataObject) -> None:
    document = data.draw(mutants(_many_kinds()))
    if dialect.recognises(document):
        _assert_the_same(document)


@pytest.mark.parametrize(
    "head",
    [
        {"latest_event_time": 1586871605.5, "slots": {"city": "Oslo"}, "paused": False},
        {"latest_input_channel": "facebook", "slots": {}, "active_loop": {}},
        {"latest_action_name": "action_listen", "latest_action": {"action_name": "action_listen"}},
        {"latest_action": {"action_name": "action_listen", "action_text": None, "policy": "P"}},
        {"latest_action_name": None, "latest_action": {"action_name": "utter_hi"}},
        {"latest_action": {}, "active_loop": {"name": "form", "metadata": {}}},
        {"followup_action": "action_pay", "latest_event_time": -1},
        {"latest_input_channel": None, "unheard_of": {"text": ""}},
        {"sender_id": ""},
    ],
)
def test_heads_of_all_kinds_are_told_by_form_as_by_rule(head: dict[str, Any]) -> None:
    many = _many_kinds()
    told = {name: many[name] for name in ("events", "latest_message")}
    rests: list[dict[str, Any]] = [
        many,
        {"events": [_event("bot", text="hi", data={})]},
        {"events": []},
        {**told, "latest_message": {}},
    ]
    for beside in rests:
        _assert_the_same({"sender_id": "s-1", **beside, **head})
        assert_accounted(dialect, {"sender_id": "s-1", **beside, **head})


@pytest.mark.parametrize("metadata", [{"x": False}, {"x": 0}, {"is_flagged": False, "x": False}])
def test_metadata_that_is_off_is_told_by_form_as_by_rule(metadata: dict[str, Any]) -> None:
    events = [_event("bot", text="hi", metadata=metadata), _event("slot", name="a", value=1)]
    _assert_the_same({"sender_id": "s-1", "events": events})


def test_values_that_repeat_are_looked_through_for_what_is_blank_in_them() -> None:
    plain, blank = {"x": {"y": 0}}, {"x": {"y": 0, "text": ""}}
    events = [
        _event("slot", name=f"s{number}", value=number, metadata=metadata)
        for number, metadata in enumerate((plain, plain, blank, plain, blank))
    ]
    _assert_the_same({"sender_id": "s-1", "events": [_event("bot", text="hi", data={}), *events]})


def test_rows_without_a_head_are_told_by_form_as_by_rule() -> None:
    _assert_the_same([{**event, "sender_id": "s-1"} for event in _many_kinds()["events"]])
