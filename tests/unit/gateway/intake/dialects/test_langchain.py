"""LangChain's messages in all the forms in which they are written, none of them constructed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.langchain import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = (
    "langchain_content_blocks_v1",
    "langchain_messages_dumpd",
    "langchain_messages_model_dump",
    "langchain_messages_to_dict",
)

CALL = {"name": "get_order", "args": {"order_id": "W1"}, "id": "c1", "type": "tool_call"}
HUMAN = {"type": "human", "content": "Hi"}


def _messages(document: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = dialect.normalize(document).handoff["conversation"]["messages"]
    return messages


def _dumped(name: str, **kwargs: Any) -> dict[str, Any]:
    path = ["langchain", "schema", "messages", name]
    return {"lc": 1, "type": "constructor", "id": path, "kwargs": kwargs}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([HUMAN], True),
        ({"messages": [HUMAN]}, True),
        ([{"type": "ai", "data": {"content": ""}}], True),
        ([_dumped("AIMessageChunk", content="")], True),
        ([{"type": "AIMessageChunk", "content": ""}], True),
        ([{"type": "chat", "role": "user", "content": ""}], True),
        ([{"type": "remove", "id": "m1"}], True),
        ([_dumped("Document", page_content="")], False),
        ([{"type": "human", "role": "user", "content": ""}], False),
        ([{"type": "message", "role": "user", "content": ""}], False),
        ([{"page_content": "", "type": "Document"}], False),
        ({"messages": [HUMAN], "__interrupt__": []}, False),
        ([], False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_types(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


@pytest.mark.parametrize(
    "message",
    [
        HUMAN,
        {"type": "human", "data": {"type": "human", "content": "Hi"}},
        _dumped("HumanMessage", content="Hi", type="human"),
        _dumped("HumanMessage", content="Hi"),
        {"type": "HumanMessageChunk", "content": "Hi"},
        {"type": "human", "content_blocks": [{"type": "text", "text": "Hi"}]},
    ],
)
def test_all_forms_of_a_message_are_the_same_message(message: dict[str, Any]) -> None:
    normalized = dialect.normalize([message])

    assert [{"role": "customer", "content": "Hi", "id": "m1"}] == (
        normalized.handoff["conversation"]["messages"]
    )
    assert {} == normalized.unmapped


def test_what_a_document_names_is_read_and_never_run() -> None:
    path = ["langchain", "schema", "messages", "../../os", "systemMessage"]
    message = {"lc": 1, "type": "constructor", "id": path, "kwargs": {"content": "x"}}

    assert "system" == _messages([message])[0]["role"]


def test_a_constructor_of_something_else_is_kept_whole() -> None:
    (message,) = _messages([_dumped("ChatOpenAI", api_key={"lc": 1, "type": "secret"})])

    assert "other" == message["role"]
    assert "constructor" == message["content"][0]["data"]["type"]


def test_calls_that_could_be_read_and_those_that_could_not_are_calls() -> None:
    bad = {"name": "get", "args": "{", "id": "c2", "error": "not JSON", "type": "invalid_tool_call"}

    (message,) = _messages(
        [{"type": "ai", "content": "", "tool_calls": [CALL], "invalid_tool_calls": [bad]}]
    )

    assert [
        {
            "type": "tool_call",
            "name": "get_order",
            "call_id": "c1",
            "arguments": {"order_id": "W1"},
        },
        {"type": "tool_call", "name": "get", "call_id": "c2", "arguments_text": "{"},
    ] == message["content"]
    assert {"invalid_tool_calls": [{"error": "not JSON", "call_id": "c2"}]} == message["meta"]


@pytest.mark.parametrize("block", [CALL, {**CALL, "type": "tool_use", "input": CALL["args"]}])
def test_a_call_that_stands_in_the_content_too_is_made_once(block: dict[str, Any]) -> None:
    block = {name: value for name, value in block.items() if name != "args" or "input" not in block}

    normalized = dialect.normalize([{"type": "ai", "content": [block], "tool_calls": [CALL]}])

    (message,) = normalized.handoff["conversation"]["messages"]
    assert ["tool_call"] == [part["type"] for part in message["content"]]
    assert {"repeated_tool_call"} == set(normalized.noise.values())


@pytest.mark.parametrize(("status", "expected"), [("success", False), ("error", True)])
def test_a_result_says_whether_it_is_an_error(status: str, expected: bool) -> None:
    result = {"type": "tool", "content": "x", "tool_call_id": "c1", "name": "t", "status": status}

    (message,) = _messages([result])

    part = {"type": "tool_result", "call_id": "c1", "name": "t", "content": "x"}
    assert [{**part, "is_error": expected}] == message["content"]


def test_what_a_tool_kept_for_the_program_stays_unmapped() -> None:
    result = {"type": "tool", "content": "x", "tool_call_id": "c1", "artifact": {"rows": [1]}}

    assert {"/0/artifact": {"rows": [1]}} == dialect.normalize([result]).unmapped


def test_a_removed_message_stays_and_that_it_was_removed_is_told() -> None:
    messages = _messages([{**HUMAN, "id": "h1"}, {"type": "remove", "id": "h1", "content": ""}])

    assert "Hi" == messages[0]["content"]
    assert [{"type": "event", "name": "message_removed", "data": "h1"}] == messages[1]["content"]


@pytest.mark.parametrize(
    ("role", "expected"), [("user", "customer"), ("assistant", "bot"), ("narrator", "other")]
)
def test_a_chat_message_speaks_in_its_own_role(role: str, expected: str) -> None:
    (message,) = _messages([{"type": "chat", "role": role, "content": "x"}])

    assert (expected, {"role": role}) == (message["role"], message["meta"])


@pytest.mark.parametrize(
    "message",
    [
        {"type": "ai", "content": [{"type": "reasoning", "reasoning": "secret"}]},
        {"type": "ai", "content": [{"type": "thinking", "thinking": "secret", "signature": "s"}]},
        {"type": "ai", "content": "", "additional_kwargs": {"reasoning_content": "secret"}},
    ],
)
def test_reasoning_is_withheld_wherever_it_stands(message: dict[str, Any]) -> None:
    normalized = dialect.normalize([message])

    (made,) = normalized.handoff["conversation"]["messages"]
    assert {"type": "reasoning", "withheld": True} == made["content"][0]
    assert "secret" not in json.dumps([normalized.handoff, normalized.unmapped])
    assert "reasoning_withheld" in normalized.noise.values()


def test_blocks_of_all_kinds_are_parts() -> None:
    note = {"type": "citation", "url": "https://x.example/", "title": "X", "start_index": 0}
    blocks = [
        {"type": "text", "text": "t", "annotations": [note]},
        {"type": "image", "url": "https://x.example/a.png", "mime_type": "image/png"},
        {"type": "audio", "base64": "AA==", "mime_type": "audio/wav"},
        {"type": "image_url", "image_url": {"url": "https://x.example/b.png"}},
        {"type": "server_tool_call", "id": "s", "name": "search", "args": {}},
        {"type": "server_tool_result", "tool_call_id": "s", "status": "error", "output": "no"},
        {"type": "non_standard", "value": {"a": 1}},
        "bare",
    ]

    (message,) = _messages([{"type": "ai", "content": blocks}])

    citation = {"uri": "https://x.example/", "title": "X", "start": 0}
    assert [
        {"type": "text", "text": "t", "citations": [citation]},
        {"type": "media", "media_type": "image/png", "url": "https://x.example/a.png"},
        {"type": "media", "media_type": "audio/wav", "url": "data:audio/wav;base64,AA=="},
        {"type": "media", "media_type": "image/*", "url": "https://x.example/b.png"},
        {"type": "tool_call", "name": "search", "call_id": "s", "arguments": {}},
        {"type": "tool_result", "call_id": "s", "content": "no", "is_error": True},
        {"type": "other", "data": {"value": {"a": 1}}, "original_type": "non_standard"},
        {"type": "text", "text": "bare"},
    ] == message["content"]


def test_a_model_that_answered_often_is_listed_once() -> None:
    answer = {
        "type": "ai",
        "content": "x",
        "response_metadata": {"model_name": "gpt", "finish_reason": "stop"},
    }

    handoff = dialect.normalize([answer, answer]).handoff

    assert {"models": [{"name": "gpt"}]} == handoff["provenance"]
    assert {"finish_reason": "stop"} == handoff["conversation"]["messages"][1]["meta"]


@pytest.mark.parametrize("document", [{}, "x", {"messages": 3}])
def test_a_document_without_messages_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be a list of LangChain messages")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=25)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))
