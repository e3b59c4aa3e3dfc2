"""OpenTelemetry's GenAI messages, alone and as attributes of a span."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.otel_genai import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = ("otel_gen_ai_input_messages",)

TEXT = {"type": "text", "content": "Hi"}
USER = {"role": "user", "parts": [TEXT]}
CALL = {"type": "tool_call", "id": "c1", "name": "get_order", "arguments": {"order_id": "W1"}}
ANSWER = {"type": "tool_call_response", "id": "c1", "response": "lost"}


def _messages(document: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = dialect.normalize(document).handoff["conversation"]["messages"]
    return messages


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([USER], True),
        ({"messages": [USER]}, True),
        ({"gen_ai.input.messages": "[]"}, True),
        ({"gen_ai.output.messages": []}, True),
        ([{**USER, "id": "1"}], False),
        ([{"role": "ROLE_USER", "parts": [TEXT]}], False),
        ([{"role": "user", "parts": [{"text": "Hi"}]}], False),
        ([{"role": "user", "content": "Hi"}], False),
        ([], False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_parts(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


def test_each_answer_of_a_tool_is_a_message() -> None:
    messages = _messages(
        [
            {"role": "assistant", "parts": [TEXT, CALL], "finish_reason": "tool_call"},
            {"role": "tool", "parts": [ANSWER, ANSWER]},
        ]
    )

    assert ["bot", "tool", "tool"] == [message["role"] for message in messages]
    assert {"finish_reason": "tool_call"} == messages[0]["meta"]
    assert {"type": "tool_result", "call_id": "c1", "content": "lost"} == messages[1]["content"][0]


def test_reasoning_is_withheld_and_named_noise() -> None:
    thought = {"type": "reasoning", "content": "secret"}

    normalized = dialect.normalize([{"role": "assistant", "parts": [thought]}])

    (message,) = normalized.handoff["conversation"]["messages"]
    assert [{"type": "reasoning", "withheld": True}] == message["content"]
    assert "secret" not in json.dumps([normalized.handoff, normalized.unmapped])
    assert {"/0/parts/0/content": "reasoning_withheld"} == normalized.noise


def test_parts_of_all_kinds_find_their_places() -> None:
    parts = [
        {"type": "blob", "mime_type": "image/png", "modality": "image", "content": "AA=="},
        {"type": "uri", "modality": "image", "uri": "https://x.example/a"},
        {"type": "file", "modality": "audio", "file_id": "f1"},
        {"type": "server_tool_call", "id": "s", "name": "search", "server_tool_call": {"q": 1}},
        {"type": "hologram", "size": 3},
    ]

    (message,) = _messages([{"role": "assistant", "parts": parts}])

    assert [
        {"type": "media", "media_type": "image/png", "url": "data:image/png;base64,AA=="},
        {"type": "media", "media_type": "image/*", "url": "https://x.example/a"},
        {"type": "media", "media_type": "audio/*", "file_id": "f1"},
        {"type": "tool_call", "name": "search", "call_id": "s", "arguments": {"q": 1}},
        {"type": "other", "data": {"size": 3}, "original_type": "hologram"},
    ] == message["content"]


ATTRIBUTES = {
    "gen_ai.conversation.id": "conv-1",
    "gen_ai.agent.name": "Airbot",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.system_instructions": [TEXT],
    "gen_ai.input.messages": [USER],
    "gen_ai.output.messages": [{"role": "assistant", "parts": [CALL]}],
    "gen_ai.retrieval.query.text": "refund",
    "gen_ai.retrieval.documents": [{"id": "d1", "score": 0.5}],
}


def test_attributes_of_a_span_find_their_places() -> None:
    normalized = dialect.normalize(ATTRIBUTES)
    handoff = normalized.handoff

    assert "conv-1" == handoff["conversation"]["id"]
    assert {"bot_name": "Airbot"} == handoff["source"]
    assert ["system", "customer", "bot"] == [
        message["role"] for message in handoff["conversation"]["messages"]
    ]
    assert {
        "queries": ["refund"],
        "documents": [{"id": "d1", "scores": [{"kind": "unknown", "value": 0.5}]}],
    } == handoff["knowledge"]
    assert {} == normalized.unmapped


def test_an_attribute_that_is_text_says_the_same_as_a_structured_one() -> None:
    written = {
        name: json.dumps(value) if isinstance(value, list) else value
        for name, value in ATTRIBUTES.items()
    }

    assert_accounted(dialect, written)
    assert _messages(ATTRIBUTES) == _messages(written)


def test_what_no_rule_reads_in_such_a_text_is_an_extension() -> None:
    document = {"gen_ai.input.messages": json.dumps([{**USER, "zzz": {"a": 1}}])}

    normalized = dialect.normalize(document)

    assert {"io.opentelemetry.unread": {"/gen_ai.input.messages/0/zzz": {"a": 1}}} == (
        normalized.handoff["extensions"]
    )
    assert_accounted(dialect, document)


@pytest.mark.parametrize("document", [{}, "x", {"parts": []}])
def test_a_document_without_messages_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be a list of OpenTelemetry")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))


@given(data=st.data())
@settings(max_examples=40)
def test_attributes_gone_wrong_lose_nothing(data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(ATTRIBUTES)))
