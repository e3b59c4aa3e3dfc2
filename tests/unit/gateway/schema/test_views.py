"""Views: each stands for concrete places in the handoff, or names the leaves it read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.schema.codec import decode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.parts import EventPart, RefusalPart, TextPart
from gateway.schema.views import VIEWS, VIRTUAL_MEMBERS, Node


def _handoff(**members: Any) -> Handoff:
    document = {"conversation": {"id": "c", "messages": []}, **members}
    return decode_handoff(msgspec.json.encode(document))


def _view(name: str, handoff: Handoff) -> tuple[Node, ...]:
    (view,) = (view for view in VIEWS if view.name == name)
    return view.resolve(handoff)


def _pointers(nodes: tuple[Node, ...]) -> list[str]:
    return [pointer for _, pointers in nodes for pointer in pointers]


def test_the_views_are_those_that_mappings_rely_on() -> None:
    assert {
        "commitments_open",
        "intent",
        "messages",
        "sentiment_now",
        "sentiment_trend",
        "steps_resolved",
        "steps_unresolved",
    } == {view.name for view in VIEWS}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_a_view_of_nothing_is_empty(view: Any) -> None:
    assert () == view.resolve(_handoff())


@pytest.mark.parametrize("name", ["intents", "sentiment", "steps", "commitments"])
def test_a_list_that_is_null_is_viewed_like_an_empty_one(name: str) -> None:
    nodes = [view.resolve(_handoff(**{name: None})) for view in VIEWS]

    assert [()] * len(VIEWS) == nodes


@pytest.mark.parametrize(
    ("intents", "index"),
    [
        ([{"name": "a", "rank": 2}, {"name": "b", "rank": 1}], 1),
        ([{"name": "a", "confidence": 0.9}, {"name": "b", "rank": 3, "confidence": 0.1}], 1),
        ([{"name": "a", "confidence": 0.2}, {"name": "b", "confidence": 0.7}], 1),
        ([{"name": "a"}, {"name": "b"}], 0),
        ([{"name": "a", "rank": None}, {"name": "b", "confidence": None}], 0),
        ([{"name": "a", "confidence": 0}, {"name": "b", "confidence": 1}], 1),
    ],
    ids=["rank", "rank before confidence", "confidence", "first", "nulls", "whole numbers"],
)
def test_the_intent_is_the_top_one(intents: list[dict[str, Any]], index: int) -> None:
    handoff = _handoff(intents=intents)
    ((intent, pointers),) = _view("intent", handoff)

    assert (intents[index]["name"], (f"/intents/{index}",)) == (intent.name, pointers)


def test_the_mood_now_is_the_last_reading() -> None:
    handoff = _handoff(sentiment=[{"score": 0.5}, {"score": -0.5, "label": "angry"}])
    ((reading, pointers),) = _view("sentiment_now", handoff)

    assert ("angry", ("/sentiment/1",)) == (reading.label, pointers)


@pytest.mark.parametrize(
    ("scores", "trend"),
    [
        ([0.5, 0.1, -0.4], "falling"),
        ([-0.9, -0.2], "rising"),
        ([0.1, 0.9, 0.15], "flat"),
        ([0, -1], "falling"),
    ],
)
def test_the_trend_compares_the_first_and_the_last_score(scores: list[float], trend: str) -> None:
    ((value, _),) = _view("sentiment_trend", _handoff(sentiment=[{"score": s} for s in scores]))

    assert trend == value


def test_the_trend_names_every_score_that_it_read() -> None:
    handoff = _handoff(sentiment=[{"score": 0.1}, {"label": "calm"}, {"score": -0.8}])

    assert ["/sentiment/0/score", "/sentiment/2/score"] == _pointers(
        _view("sentiment_trend", handoff)
    )


def test_one_score_has_no_trend() -> None:
    assert () == _view("sentiment_trend", _handoff(sentiment=[{"score": 0.1}, {"label": "calm"}]))


def test_messages_stands_for_the_messages_of_the_conversation() -> None:
    messages = [{"role": "bot", "content": "a"}, {"role": "customer", "content": "b"}]
    handoff = _handoff(conversation={"id": "c", "messages": messages})

    assert ["/conversation/messages/0", "/conversation/messages/1"] == _pointers(
        _view("messages", handoff)
    )


def test_every_step_that_is_not_skipped_is_resolved_or_unresolved() -> None:
    statuses = ["potential", "active", "completed", "failed", "skipped"]
    steps = [{"id": s, "description": s, "status": s} for s in statuses]
    handoff = _handoff(steps=steps)

    assert ["completed"] == [step.id for step, _ in _view("steps_resolved", handoff)]
    assert ["potential", "active", "failed"] == [
        step.id for step, _ in _view("steps_unresolved", handoff)
    ]


def test_promises_stay_open_until_they_are_known_to_be_kept_or_withdrawn() -> None:
    statuses = ["open", "fulfilled", "broken", "withdrawn", "unknown", None]
    promises = [{"id": str(s), "text": "t", "status": s} for s in statuses]
    handoff = _handoff(commitments=[*promises, {"id": "absent", "text": "t"}])

    assert ["open", "broken", "unknown", "None", "absent"] == [
        promise.id for promise, _ in _view("commitments_open", handoff)
    ]


def test_the_text_of_a_plain_message_is_its_content() -> None:
    (member,) = VIRTUAL_MEMBERS
    handoff = _handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": "hi"}]})

    assert (("hi", ("/content",)),) == member.resolve(handoff.conversation.messages[0])


def test_the_text_of_a_message_in_parts_is_what_was_said_and_nothing_else() -> None:
    (member,) = VIRTUAL_MEMBERS
    parts = (TextPart(text="a"), EventPart(name="typed"), RefusalPart(text="b"))
    message = msgspec.structs.replace(
        _handoff(
            conversation={"id": "c", "messages": [{"role": "bot", "content": []}]}
        ).conversation.messages[0],
        content=parts,
    )

    assert (("a", ("/content/0/text",)), ("b", ("/content/2/text",))) == member.resolve(message)
