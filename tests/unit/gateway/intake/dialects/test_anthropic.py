"""Anthropic's messages: tool results split out, citations, search results, withheld thinking."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.anthropic import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = (
    "anthropic_message_response",
    "anthropic_messages",
    "anthropic_user_with_search_results",
)

CALL = {"type": "tool_use", "id": "t1", "name": "get_order", "input": {"order_id": "W1"}}
RESULT = {"type": "tool_result", "tool_use_id": "t1", "content": "found", "is_error": False}
TEXT = {"type": "text", "text": "Hi"}
FOUND = {
    "type": "search_result",
    "source": "kb://refund",
    "title": "Refund",
    "content": [{"type": "text", "text": "One."}, {"type": "text", "text": "Two."}],
}


def _messages(document: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = dialect.normalize(document).handoff["conversation"]["messages"]
    return messages


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([{"role": "assistant", "content": [CALL]}], True),
        ({"messages": [{"role": "user", "content": "hi"}], "system": "Be kind."}, True),
        ({"messages": [{"role": "user", "content": [RESULT]}]}, True),
        ({"role": "user", "content": [RESULT]}, True),
        ({"role": "assistant", "content": [TEXT], "stop_reason": "end_turn"}, True),
        ([{"role": "user", "content": [{"type": "image", "source": {}}]}], True),
        ([{"role": "user", "content": "hi"}], False),
        ([{"role": "user", "content": [TEXT]}], False),
        ([{"role": "tool", "content": [RESULT]}], False),
        ([{"role": "assistant", "content": [CALL], "tool_calls": []}], False),
        ([{"role": "user", "content": [RESULT, "x"]}], False),
        ({"messages": [], "system": "x"}, False),
        ({"messages": [{"role": "assistant", "content": [CALL]}], "__interrupt__": []}, False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_blocks_and_its_prompt(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


def test_a_user_message_of_results_only_is_the_tools() -> None:
    messages = _messages([{"role": "user", "content": [RESULT, {**RESULT, "tool_use_id": "t2"}]}])

    assert ["tool", "tool"] == [message["role"] for message in messages]
    assert ["t1", "t2"] == [message["content"][0]["call_id"] for message in messages]


def test_a_mixed_user_message_is_split_in_order() -> None:
    messages = _messages([{"role": "user", "content": [RESULT, TEXT, RESULT]}])

    assert ["tool", "customer", "tool"] == [message["role"] for message in messages]
    assert "Hi" == messages[1]["content"]


def test_a_tool_of_the_platform_answers_between_the_words_of_the_model() -> None:
    page = {"type": "web_search_result", "url": "https://x.example/", "title": "X"}
    blocks = [
        {"type": "server_tool_use", "id": "s1", "name": "web_search", "input": {"query": "x"}},
        {"type": "web_search_tool_result", "tool_use_id": "s1", "content": [page]},
        TEXT,
    ]

    handoff = dialect.normalize([{"role": "assistant", "content": blocks}]).handoff

    assert ["bot", "tool", "bot"] == [
        message["role"] for message in handoff["conversation"]["messages"]
    ]
    assert [{"uri": "https://x.example/", "id": "https://x.example/", "title": "X"}] == (
        handoff["knowledge"]["documents"]
    )


def test_a_failed_tool_of_the_platform_is_an_error() -> None:
    failed = {"type": "web_search_tool_result_error", "error_code": "unavailable"}
    block = {"type": "web_search_tool_result", "tool_use_id": "s1", "content": failed}

    assert _messages([{"role": "assistant", "content": [block]}])[0]["content"][0]["is_error"]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "thinking", "thinking": "secret", "signature": "secret"},
        {"type": "redacted_thinking", "data": "secret"},
    ],
)
def test_thinking_is_withheld_and_named_noise(block: dict[str, Any]) -> None:
    normalized = dialect.normalize([{"role": "assistant", "content": [block]}])

    assert [{"type": "reasoning", "withheld": True}] == (
        normalized.handoff["conversation"]["messages"][0]["content"]
    )
    assert "secret" not in json.dumps([normalized.handoff, normalized.unmapped])
    assert {"reasoning_withheld"} == set(normalized.noise.values())


def test_search_results_are_knowledge_and_who_cites_them() -> None:
    cite = {
        "type": "search_result_location",
        "source": "kb://refund",
        "title": "Refund",
        "cited_text": "One.",
        "start_block_index": 0,
    }
    document = [
        {"role": "user", "content": [{**RESULT, "content": [FOUND]}]},
        {"role": "assistant", "content": [{**TEXT, "citations": [cite]}]},
    ]

    normalized = dialect.normalize(document)

    assert [
        {
            "uri": "kb://refund",
            "id": "kb://refund",
            "title": "Refund",
            "content": "One.\nTwo.",
            "cited_in": ["m2"],
        }
    ] == normalized.handoff["knowledge"]["documents"]
    assert [{"quote": "One.", "title": "Refund", "uri": "kb://refund"}] == (
        normalized.handoff["conversation"]["messages"][1]["content"][0]["citations"]
    )
    assert {"/1/content/0/citations/0/start_block_index": 0} == normalized.unmapped


def test_a_search_result_beside_the_customers_words_is_not_theirs() -> None:
    messages = _messages([{"role": "user", "content": [FOUND, TEXT]}])

    assert ["tool", "customer"] == [message["role"] for message in messages]
    assert "search_result" == messages[0]["content"][0]["name"]


def test_the_prompt_is_the_first_message() -> None:
    blocks = {"messages": [], "system": [TEXT, TEXT]}

    assert {"role": "system", "content": "Hi", "id": "m1"} == (
        _messages({"messages": [], "system": "Hi"})[0]
    )
    assert [TEXT, TEXT] == _messages(blocks)[0]["content"]


def test_why_a_response_ended_is_kept_with_its_last_turn() -> None:
    document = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [TEXT],
        "stop_reason": "pause_turn",
        "model": "claude",
    }

    normalized = dialect.normalize(document)

    assert [
        {"role": "bot", "id": "msg_1", "meta": {"stop_reason": "pause_turn"}, "content": "Hi"}
    ] == normalized.handoff["conversation"]["messages"]
    assert {"models": [{"name": "claude"}]} == normalized.handoff["provenance"]
    assert {} == normalized.unmapped


def test_files_are_media_with_their_bytes_or_their_place() -> None:
    blocks = [
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "AA=="}},
        {"type": "image", "source": {"type": "url", "url": "https://x.example/a.png"}},
        {"type": "document", "title": "T", "source": {"type": "file", "file_id": "f1"}},
        {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "D"}},
        {"type": "container_upload", "file_id": "f2"},
        {"type": "document", "source": 3},
    ]

    (message,) = _messages([{"role": "user", "content": blocks}])

    assert [
        {"type": "media", "media_type": "image/png", "url": "data:image/png;base64,AA=="},
        {"type": "media", "url": "https://x.example/a.png"},
        {"type": "media", "name": "T", "file_id": "f1"},
        {"type": "media", "media_type": "text/plain", "alt": "D"},
        {"type": "media", "file_id": "f2"},
        {"type": "other", "data": {"source": 3}, "original_type": "document"},
    ] == message["content"]


def test_the_customer_is_named_by_the_metadata() -> None:
    document = {"messages": [{"role": "user", "content": "x"}], "metadata": {"user_id": "c-7"}}

    assert {"id": "c-7"} == dialect.normalize(document).handoff["customer"]


def test_null_and_empty_content_are_two_things() -> None:
    null, empty = _messages([{"role": "user", "content": None}, {"role": "user", "content": []}])

    assert {"content": None} == null["meta"]
    assert [] == null["content"] == empty["content"]
    assert "meta" not in empty


@pytest.mark.parametrize("document", [{}, "x", {"messages": 3}, {"role": "user"}])
def test_a_document_without_messages_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be Anthropic messages")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))
