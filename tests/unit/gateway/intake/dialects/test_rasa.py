"""Rasa's tracker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.rasa import dialect
from gateway.intake.lifting.lift import lift
from gateway.intake.repair import Reading
from gateway.intake.settling import settle
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, recorded, said, sample


@pytest.mark.parametrize("name", ["rasa_tracker_real"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {}, {"sender_id": "s"}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def _event(kind: str, **members: Any) -> dict[str, Any]:
    return {"event": kind, "timestamp": 1.5, **members}


def _user(text: str, **parsed: Any) -> dict[str, Any]:
    return _event("user", text=text, parse_data=parsed)


def _bot(text: str | None, **data: Any) -> dict[str, Any]:
    return _event("bot", text=text, data=data)


def _normalized(*events: Any, **head: Any) -> Any:
    return dialect.normalize({"sender_id": "s-1", "events": list(events), **head})


def _said(*events: Any) -> list[tuple[str, Any]]:
    return said(_normalized(*events))


def test_events_in_a_bare_list_are_a_tracker_without_a_head() -> None:
    events = [{**_user("hi"), "sender_id": "s-1"}, {**_bot("hello"), "sender_id": "s-1"}]

    assert dialect.recognises(events)
    normalized = dialect.normalize(events)
    assert [("customer", "hi"), ("bot", "hello")] == said(normalized)
    assert "s-1" == normalized.handoff["conversation"]["id"]


@pytest.mark.parametrize("boundary", ["session_started", "restart"])
def test_only_the_last_session_is_handed_over(boundary: str) -> None:
    normalized = _normalized(_user("old"), _event(boundary, timestamp=0), _user("new"))

    assert [("customer", "new")] == said(normalized)
    assert "1970-01-01T00:00:00Z" == normalized.handoff["conversation"]["started_at"]
    assert "old" == normalized.unmapped["/events/0"]["text"]


def test_a_session_in_which_nobody_spoke_is_none() -> None:
    assert [("customer", "old")] == _said(_user("old"), _event("restart"), _event("slot"))


def test_rewind_takes_back_the_last_turn() -> None:
    events = [_user("keep"), _bot("kept"), _user("drop"), _bot("dropped"), _event("rewind")]

    assert [("customer", "keep"), ("bot", "kept")] == _said(*events)


def test_undo_takes_back_the_last_action_with_what_it_said() -> None:
    events = [_user("keep"), _event("action", name="action_x"), _bot("dropped"), _event("undo")]
    normalized = _normalized(*events)

    assert [("customer", "keep")] == said(normalized)
    assert "steps" not in normalized.handoff


def test_nothing_to_take_back_is_no_error() -> None:
    assert [("bot", "hi")] == _said(_event("rewind"), _event("undo"), _bot("hi"))


def test_what_an_action_did_is_a_step_and_listening_is_noise() -> None:
    normalized = _normalized(
        _event("action", name="action_listen"),
        _event("action", name="utter_greet"),
        _event("action", name="action_book_flight"),
        _event("action_execution_rejected", name="flight_form"),
        _event("user_featurization", use_text_for_featurization=True),
    )

    assert [("action_book_flight", "completed"), ("flight_form", "failed")] == [
        (step["tool"], step["status"]) for step in lift(normalized.handoff).handoff["steps"]
    ]
    assert "action_listen" == normalized.noise["/events/0/name"]
    assert "action_of_a_message" == normalized.noise["/events/1/name"]
    assert "featurization" == normalized.noise["/events/4/use_text_for_featurization"]


def test_a_payload_is_a_button_that_was_pressed() -> None:
    payload = '/SCENARIO{"holiday": "christmas"}'
    buttons = [{"title": "Start", "payload": payload}]

    (_, shown), (_, pressed) = _said(_bot("Press:", buttons=buttons), _user(payload))

    assert {"type": "choices", "options": buttons, "kind": "buttons"} == shown[1]
    assert [
        {
            "type": "event",
            "name": "payload",
            "data": {
                "payload": payload,
                "intent": "SCENARIO",
                "entities": {"holiday": "christmas"},
                "title": "Start",
            },
        }
    ] == pressed


@pytest.mark.parametrize("text", ["/", "a/b", "/two words", "http://x/y"])
def test_words_with_a_slash_are_words(text: str) -> None:
    assert [("customer", text)] == _said(_user(text))


def test_pictures_files_and_cards_are_shown() -> None:
    attachment = {"type": "video", "payload": {"src": "https://x.example/v"}}
    (_, parts), *_ = _said(
        _bot(None, image="https://x.example/i", attachment=attachment, custom={"a": 1})
    )

    assert [
        {"type": "media", "media_type": "image/*", "url": "https://x.example/i"},
        {"type": "media", "media_type": "video/*", "url": "https://x.example/v"},
        {"type": "card", "content_type": "application/vnd.rasa.custom+json", "content": {"a": 1}},
    ] == parts


def test_slots_are_variables_and_the_last_value_stands_without_a_head() -> None:
    events = (_event("slot", name="city", value="Rome"), _event("slot", name="zip", value=None))

    assert {"city": "Rome", "zip": None} == (
        _normalized(*events).handoff["conversation"]["variables"]
    )
    with_head = _normalized(*events, slots={"city": "Paris"})
    assert "Paris" == with_head.handoff["conversation"]["variables"]["city"]
    assert "Rome" == with_head.unmapped["/events/0"]["value"]


def test_of_slots_without_a_head_the_last_value_stands() -> None:
    normalized = _normalized(
        _event("slot", name="city", value="Rome"), _event("slot", name="city", value="Oslo")
    )

    assert {"city": "Oslo"} == normalized.handoff["conversation"]["variables"]


def test_the_last_ranking_is_whole_and_earlier_intents_are_named() -> None:
    ranking = [{"name": "a", "confidence": 0.9}, {"name": "b", "confidence": 0.1}]
    normalized = _normalized(
        _user("one", intent={"name": "x", "confidence": 0.5}, message_id="u1"),
        _user("two", intent=ranking[0], intent_ranking=ranking, message_id="u2"),
    )

    assert [("a", 1, "u2"), ("b", 2, "u2"), ("x", None, "u1")] == [
        (intent["name"], intent.get("rank"), intent["message_id"])
        for intent in normalized.handoff["intents"]
    ]
    assert [{"name": "intent", "source": "rasa", "value": 0.9}] == normalized.handoff["confidence"]


def test_entities_keep_where_they_were_found() -> None:
    entity = {"entity": "city", "value": "Rome", "start": 0, "end": 4, "confidence_entity": 0.7}
    (found,) = _normalized(_user("Rome", entities=[{**entity, "role": "to"}])).handoff["entities"]

    assert {
        "message_id": "m1",
        "name": "city",
        "value": "Rome",
        "start": 0,
        "end": 4,
        "confidence": 0.7,
    } == found


def test_float_seconds_keep_every_digit() -> None:
    (message,) = messages(_normalized({**_user("hi"), "timestamp": 1586871605.1009853}))

    assert "2020-04-14T13:40:05.1009853Z" == message["at"]


def test_the_recorded_tracker_comes_in_with_its_last_session(shared: Path) -> None:
    (tracker,) = recorded(shared, "rasa_carbonbot_tracker")
    assert dialect.recognises(tracker)
    assert_accounted(dialect, tracker)

    turns = said(dialect.normalize(tracker))

    assert {"customer", "bot"} == {role for role, _ in turns}
    assert len(turns) < len(tracker["events"])


def test_a_message_without_text_comes_in_and_says_nothing() -> None:
    document = [{"event": "user", "sender_id": "s", "timestamp": 1.0}]

    settled = settle(dialect, Reading(document=document), raw_sha256="0" * 64, strict=False)

    assert [()] == [message.content for message in settled.handoff.conversation.messages]
