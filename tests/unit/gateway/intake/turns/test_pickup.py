"""Turns put together: in order, each once, and nothing that one of them said is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects import load
from gateway.intake.repair import Reading
from gateway.intake.settling import settle
from gateway.intake.turns.kept import Earlier, Turn, decode_turn
from gateway.intake.turns.pickup import continued
from gateway.intake.turns.reading import read_turn
from gateway.schema.leaves import document_leaves
from gateway.schema.origin import Generated, Loss
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import (
    assert_every_leaf_is_named_once,
    assert_mapped_places_exist,
    mutants,
)

HANDOFF = {"conversation": {"id": "c-1"}, "reason": {"code": "complaint"}}
SAMPLES = (
    "dialogflow_cx_webhook_request",
    "dialogflow_es_webhook_request",
    "lex_v2_lambda_event",
    "lex_v2_runtime_recognize_text",
    "anthropic_message_response",
)


def _said(*messages: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**members, "conversation": {"messages": list(messages)}}


def _message(content: str, **members: Any) -> dict[str, Any]:
    return {"role": "customer", "content": content, **members}


def _turns(*turns: Turn | dict[str, Any]) -> list[Earlier]:
    return [
        Earlier(
            number=number,
            dialect="canonical",
            kept_at=f"2026-11-20T10:00:0{number}.000000Z",
            turn=turn if isinstance(turn, Turn) else Turn(handoff=turn),
        )
        for number, turn in enumerate(turns, start=1)
    ]


def _picked_up(*turns: Turn | dict[str, Any], **own: Any) -> dict[str, Any]:
    document = {**HANDOFF, **own}
    normalized = continued(load("canonical"), _turns(*turns)).normalize(document)
    assert_every_leaf_is_named_once(document, normalized)
    assert_mapped_places_exist(normalized)
    return normalized.handoff


def _messages(*turns: Turn | dict[str, Any], **own: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = _picked_up(*turns, **own)["conversation"]["messages"]
    return messages


def test_messages_stand_in_the_order_of_their_turns() -> None:
    messages = _messages(_said(_message("a"), _message("b")), _said(_message("c")))

    assert [("m1", "a"), ("m2", "b"), ("t2.m1", "c")] == [
        (one["id"], one["content"]) for one in messages
    ]


def test_a_message_without_a_time_has_that_of_its_turn() -> None:
    own = "2026-11-20T09:00:00Z"
    messages = _messages(_said(_message("a", at=own), _message("b")))

    assert [own, "2026-11-20T10:00:01.000000Z"] == [one["at"] for one in messages]


def test_ids_that_come_again_are_told_apart_and_so_is_what_names_them() -> None:
    turn = _said(
        _message("a", id="m1"),
        _message("b", id="m2", reply_to="m1", meta={"message_id": "m1"}),
        intents=[{"name": "x", "message_id": "m2"}],
        summary={"grounded_in": ["m1", "elsewhere"]},
    )
    handoff = _picked_up(turn, turn)

    third, fourth = handoff["conversation"]["messages"][2:]
    assert ("t2.m1", "t2.m2", "t2.m1") == (third["id"], fourth["id"], fourth["reply_to"])
    assert {"message_id": "m1"} == fourth["meta"], "what is the bot's own is left alone"
    assert "t2.m2" == handoff["intents"][0]["message_id"]
    assert ["t2.m1", "elsewhere"] == handoff["summary"]["grounded_in"]


def test_numbers_that_do_not_go_on_are_kept_aside() -> None:
    messages = _messages(_said(_message("a", seq=5)), _said(_message("b", seq=1)))

    assert (5, {"seq": 1}) == (messages[0]["seq"], messages[1]["meta"])
    assert "seq" not in messages[1]


def test_what_is_said_last_stands_and_the_rest_is_kept_under_its_turn() -> None:
    handoff = _picked_up(
        _said(_message("a"), urgency={"level": "low"}, customer={"name": "Mei", "tier": "gold"}),
        _said(_message("b"), urgency={"level": "high"}, customer={"name": "Mei Brown"}),
        urgency={"level": "critical"},
    )

    assert {"level": "critical"} == handoff["urgency"]
    assert {"name": "Mei Brown", "tier": "gold"} == handoff["customer"]
    assert {
        "/turns/1/urgency": {"level": "low"},
        "/turns/1/customer/name": "Mei",
        "/turns/2/urgency": {"level": "high"},
    } == handoff["unmapped"]


def test_moods_of_all_turns_stand_in_order_and_the_handoffs_own_come_last() -> None:
    handoff = _picked_up(
        _said(_message("a"), sentiment=[{"label": "calm"}]),
        _said(_message("b"), sentiment=[{"label": "angry"}]),
        sentiment=[{"label": "furious"}],
    )

    assert ["calm", "angry", "furious"] == [one["label"] for one in handoff["sentiment"]]


def test_what_a_turn_left_unread_is_kept_beside_the_handoffs_own() -> None:
    turn = _said(_message("a"), unmapped={"/zzz": 1})

    assert {"/turns/1/zzz": 1, "/own": 2} == _picked_up(turn, unmapped={"/own": 2})["unmapped"]
    assert {"/turns/1/zzz": 1, "/unmapped": None} == _picked_up(turn, unmapped=None)["unmapped"]


def test_what_was_made_or_lost_is_told_at_its_place_in_the_whole() -> None:
    turn = Turn(
        handoff=_said(_message("a")),
        generated=(Generated(path="/conversation/messages/0/role", rule="x.role"),),
        loss=(Loss(path="/values", reason="gone"),),
    )
    normalized = continued(load("canonical"), _turns(turn, turn)).normalize(HANDOFF)

    assert ["/conversation/messages/0/role", "/conversation/messages/1/role"] == [
        one.path for one in normalized.generated if one.rule == "x.role"
    ]
    assert ["/turns/1/values", "/turns/2/values"] == [loss.path for loss in normalized.loss]


def test_what_was_redacted_in_a_turn_is_told_apart_and_at_its_place() -> None:
    redacted = {"path": "/conversation/messages/0/content", "kind": "CARD", "count": 1}
    turn = _said(
        _message("[CARD:1] [other:1]"),
        privacy={"redactions": [redacted], "sensitive_fields": ["/customer/name"]},
    )
    handoff = _picked_up(turn, turn)

    assert ["[CARD:1.1] [other:1]", "[CARD:2.1] [other:1]"] == [
        one["content"] for one in handoff["conversation"]["messages"]
    ]
    assert ["/conversation/messages/0/content", "/conversation/messages/1/content"] == [
        one["path"] for one in handoff["privacy"]["redactions"]
    ]
    assert "sensitive_fields" not in handoff["privacy"]
    assert ["/customer/name"] == handoff["unmapped"]["/turns/2/privacy/sensitive_fields"]


def test_records_are_lifted_from_the_traffic_of_all_turns(shared: Path) -> None:
    body = (shared / "data" / "dialects" / "openai_chat_messages.json").read_bytes()
    messages = json.loads(body)["messages"]
    halves = [messages[:9], messages[9:]]
    turns = [_read(json.dumps(half).encode(), number) for number, half in enumerate(halves, 1)]
    whole = settle(
        load("openai_chat"), Reading(document=messages), raw_sha256="", strict=False
    ).handoff

    dialect = continued(load("canonical"), turns)
    found = settle(dialect, Reading(document=HANDOFF), raw_sha256="", strict=False).handoff

    assert whole.records == found.records
    assert whole.customer == found.customer
    assert len(whole.conversation.messages) == len(found.conversation.messages)


def _read(body: bytes, number: int) -> Earlier:
    read = read_turn(
        body,
        content_type="application/json",
        dialect=None,
        conversation="c-1",
        max_body=1 << 24,
    )
    return Earlier(
        number=number,
        dialect=read.dialect,
        kept_at=f"2026-11-20T10:00:0{number}.000000Z",
        turn=decode_turn(read.document),
    )


def _values(document: Any) -> set[str]:
    return {json.dumps(value) for value in document_leaves(document).values()}


@pytest.mark.parametrize("name", SAMPLES)
@given(data=st.data())
@settings(max_examples=15)
def test_nothing_that_turns_said_is_lost(shared: Path, name: str, data: st.DataObject) -> None:
    sample = json.loads((shared / "data" / "dialects" / f"{name}.json").read_text("utf-8"))
    documents = [data.draw(mutants(sample)) for _ in range(2)]
    try:
        turns = [_read(json.dumps(one).encode(), n) for n, one in enumerate(documents, start=1)]
    except InvalidHandoff:
        return

    dialect = continued(load("canonical"), turns)
    normalized = dialect.normalize(HANDOFF)
    assert_every_leaf_is_named_once(HANDOFF, normalized)
    assert_mapped_places_exist(normalized)
    settled = settle(dialect, Reading(document=HANDOFF), raw_sha256="", strict=False)

    assert () == settled.unnamed
    kept = _values(normalized.handoff)
    for earlier in turns:
        handoff = dict(earlier.turn.handoff)
        for message in handoff["conversation"]["messages"]:
            # An id may have got the number of its turn.
            message.pop("id", None)
        leaves = document_leaves(handoff).items()
        # Places and ids change on purpose, and a list to which another turn adds is empty no more.
        said = {json.dumps(value) for at, value in leaves if not at.endswith(("_id", "/path"))}
        said = {value for value in said if value != "[]" and "[CARD:" not in value}
        assert set() == said - kept
