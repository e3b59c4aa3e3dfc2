"""OpenAI's Responses: responses, their input and lists of items."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.openai_responses import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = ("openai_responses_input_items", "openai_responses_response")

USER = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Hi"}]}
CALL = {
    "type": "function_call",
    "id": "fc_1",
    "call_id": "call_1",
    "name": "get_order",
    "arguments": '{"order_id": "W1"}',
    "status": "completed",
}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": '{"order_id": "W1"}'}


def _messages(document: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = dialect.normalize(document).handoff["conversation"]["messages"]
    return messages


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([USER], True),
        ({"input": [USER, CALL]}, True),
        ({"output": [CALL]}, True),
        ({"object": "response", "output": []}, True),
        ([{"role": "user", "content": "hi"}, CALL], True),
        ([{"role": "user", "content": "hi"}], False),
        ([{"type": "message", "role": "assistant", "content": [{"type": "text"}]}], False),
        ([{"type": "new_kind_of_call"}], True),
        ([{"type": "human", "content": "hi"}], False),
        ({"input": "hi"}, False),
        ([], False),
        ({}, False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_items(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


def test_what_the_model_wrote_in_one_go_is_one_message() -> None:
    said = {"type": "message", "role": "assistant", "content": "One moment."}

    messages = _messages([USER, said, CALL, {**CALL, "call_id": "call_2"}, OUTPUT])

    assert ["customer", "bot", "tool"] == [message["role"] for message in messages]
    assert ["text", "tool_call", "tool_call"] == [part["type"] for part in messages[1]["content"]]


def test_a_message_after_a_call_is_the_next_turn() -> None:
    said = {"type": "message", "role": "assistant", "content": "Done."}

    assert ["bot", "bot"] == [message["role"] for message in _messages([CALL, said])]


def test_calls_and_outputs_go_by_their_call_id() -> None:
    call, output = _messages([CALL, OUTPUT])

    assert "call_1" == call["content"][0]["call_id"] == output["content"][0]["call_id"]
    assert "fc_1" == call["id"]


def test_a_custom_tool_takes_plain_text() -> None:
    custom = {"type": "custom_tool_call", "call_id": "c", "name": "sql", "input": "[1]"}

    (message,) = _messages([custom])

    assert {"type": "tool_call", "name": "sql", "call_id": "c", "arguments_text": "[1]"} == (
        message["content"][0]
    )


def test_reasoning_is_withheld_and_named_noise() -> None:
    thought = {
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": "secret"}],
        "content": [{"type": "reasoning_text", "text": "secret"}],
        "encrypted_content": "secret",
    }

    normalized = dialect.normalize([thought])

    assert [{"type": "reasoning", "withheld": True}] == (
        normalized.handoff["conversation"]["messages"][0]["content"]
    )
    assert "secret" not in json.dumps([normalized.handoff, normalized.unmapped])
    assert {"reasoning_withheld"} == set(normalized.noise.values())


def test_what_a_file_search_found_is_knowledge_and_who_cites_it() -> None:
    search = {
        "type": "file_search_call",
        "id": "fs_1",
        "queries": ["refund"],
        "status": "completed",
        "results": [{"file_id": "f1", "filename": "a.md", "score": 0.5, "text": "Refunds …"}],
    }
    cite = {"type": "file_citation", "file_id": "f1", "filename": "a.md", "index": 3}
    said = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "content": [{"type": "output_text", "text": "So.", "annotations": [cite]}],
    }

    normalized = dialect.normalize([search, said])

    assert {
        "queries": ["refund"],
        "documents": [
            {
                "id": "f1",
                "title": "a.md",
                "content": "Refunds …",
                "rank": 1,
                "scores": [{"kind": "unknown", "higher_is_better": True, "value": 0.5}],
                "cited_in": ["msg_1"],
            }
        ],
    } == normalized.handoff["knowledge"]
    assert ["bot", "tool", "bot"] == [
        message["role"] for message in normalized.handoff["conversation"]["messages"]
    ]
    assert {"/1/content/0/annotations/0/index": 3} == normalized.unmapped


def test_a_failed_call_of_a_server_is_a_failed_result() -> None:
    call = {"type": "mcp_call", "id": "m1", "name": "x", "arguments": "{}", "error": "down"}

    answer = _messages([call])[1]["content"][0]

    assert {"type": "tool_result", "call_id": "m1", "content": "down", "is_error": True} == answer


def test_a_request_for_approval_wants_a_person() -> None:
    asked = {"type": "mcp_approval_request", "id": "a1", "name": "pay_out", "arguments": "{}"}

    handoff = dialect.normalize([asked]).handoff

    assert [{"requires_approval": True, "description": "pay out"}] == handoff["next_steps"]
    assert "approval_requested" == handoff["reason"]["original"]


def test_earlier_turns_that_are_elsewhere_are_said_to_be_missing() -> None:
    first = _messages({"input": [USER], "previous_response_id": "resp_0"})[0]

    assert "system" == first["role"]
    assert [{"type": "event", "name": "earlier_turns_elsewhere", "data": "resp_0"}] == (
        first["content"]
    )


def test_a_response_that_was_cut_off_says_so() -> None:
    document = {
        "object": "response",
        "output": [CALL],
        "status": "incomplete",
        "incomplete_details": {"reason": "max_output_tokens"},
    }

    assert [
        {"type": "event", "name": "response_incomplete", "data": {"reason": "max_output_tokens"}}
    ] == _messages(document)[-1]["content"]


def test_an_unfinished_message_keeps_its_status() -> None:
    (message,) = _messages([{**USER, "status": "incomplete"}])

    assert {"status": "incomplete"} == message["meta"]


def test_members_of_a_response_find_their_places() -> None:
    document = {
        "object": "response",
        "id": "resp_1",
        "output": [CALL],
        "conversation": {"id": "conv_1"},
        "created_at": 1715803200.5,
        "model": "gpt-4o",
        "instructions": "Be kind.",
        "metadata": {"plan": "gold"},
        "user": "cust-7",
    }

    handoff = dialect.normalize(document).handoff

    assert "conv_1" == handoff["conversation"]["id"]
    assert {"run_id": "resp_1"} == handoff["correlation"]
    assert "2024-05-15T20:00:00.5Z" == handoff["occurred_at"]
    assert {"role": "system", "content": "Be kind.", "id": "m1"} == (
        handoff["conversation"]["messages"][0]
    )
    assert {"plan": "gold"} == handoff["conversation"]["variables"]
    assert "cust-7" == handoff["customer"]["id"]


def test_pictures_files_and_refusals_are_parts() -> None:
    content = [
        {"type": "input_image", "image_url": "https://x.example/a.png", "detail": "auto"},
        {"type": "input_file", "file_id": "f1", "filename": "a.pdf"},
        {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
        {"type": "refusal", "refusal": "No."},
        {"type": "hologram", "size": 3},
    ]

    (message,) = _messages([{"type": "message", "role": "user", "content": content}])

    assert [
        {"type": "media", "media_type": "image/*", "url": "https://x.example/a.png"},
        {"type": "media", "file_id": "f1", "name": "a.pdf"},
        {"type": "media", "media_type": "audio/wav", "url": "data:audio/wav;base64,AA=="},
        {"type": "refusal", "text": "No."},
        {"type": "other", "data": {"size": 3}, "original_type": "hologram"},
    ] == message["content"]


def test_an_item_that_nobody_knows_is_kept_whole() -> None:
    (message,) = _messages([{"type": "dream_call", "id": "d", "vision": {"a": [1]}}])

    assert {"id": "d", "vision": {"a": [1]}} == message["content"][0]["data"]


@pytest.mark.parametrize("document", [{}, "x", {"input": 3}, {"output": {}}])
def test_a_document_without_items_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be a response")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))
