"""UI messages of the Vercel AI SDK: a call and its result are one part there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.vercel_ai import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

SAMPLES = ("vercel_ai_ui_messages",)

TEXT = {"type": "text", "text": "Hi", "state": "done"}
STEP = {"type": "step-start"}
TOOL = {
    "type": "tool-get_order",
    "toolCallId": "c1",
    "state": "output-available",
    "input": {"order_id": "W1"},
    "output": {"status": "lost"},
}


def _assistant(*parts: Any) -> list[dict[str, Any]]:
    return [{"id": "a1", "role": "assistant", "parts": list(parts)}]


def _messages(document: Any) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = dialect.normalize(document).handoff["conversation"]["messages"]
    return messages


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (_assistant(TEXT), True),
        ({"id": "chat-1", "messages": _assistant(TEXT)}, True),
        ([{"role": "user", "parts": [TEXT]}], False),
        ([{"id": "1", "role": "agent", "parts": [TEXT]}], False),
        ([{"id": "1", "role": "user", "parts": ["x"]}], False),
        ([{"id": "1", "role": "user", "content": "x"}], False),
        ([], False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_parts(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


def test_a_call_and_its_result_become_two_messages() -> None:
    bot, tool = _messages(_assistant(TOOL))

    assert ["bot", "tool"] == [bot["role"], tool["role"]]
    assert [
        {"type": "tool_call", "name": "get_order", "call_id": "c1", "arguments": {"order_id": "W1"}}
    ] == bot["content"]
    assert [
        {
            "type": "tool_result",
            "call_id": "c1",
            "name": "get_order",
            "content": {"status": "lost"},
            "is_error": False,
        }
    ] == tool["content"]


@pytest.mark.parametrize("between", [[STEP], []])
def test_each_step_is_a_message(between: list[Any]) -> None:
    messages = _messages(_assistant(STEP, TEXT, TOOL, *between, TEXT))

    assert ["bot", "tool", "bot"] == [message["role"] for message in messages]
    assert "a1" == messages[0]["id"]


def test_calls_that_were_made_together_stay_together() -> None:
    messages = _messages(_assistant(TOOL, {**TOOL, "toolCallId": "c2"}))

    assert ["bot", "tool", "tool"] == [message["role"] for message in messages]


def test_a_tool_known_at_run_time_only_gives_its_name_apart() -> None:
    part = {**TOOL, "type": "dynamic-tool", "toolName": "lookup"}

    assert "lookup" == _messages(_assistant(part))[0]["content"][0]["name"]


def test_an_error_is_a_failed_result() -> None:
    part = {**TOOL, "state": "output-error", "errorText": "Error: no such order"}
    part.pop("output")

    answer = _messages(_assistant(part))[1]["content"][0]

    assert (True, "Error: no such order") == (answer["is_error"], answer["content"])


def test_a_denied_call_has_failed_and_says_who_denied_it() -> None:
    denied = {"id": "ap", "approved": False, "reason": "too much"}
    part = {**TOOL, "state": "output-denied", "approval": denied}
    part.pop("output")

    answer = _messages(_assistant(part))[1]["content"][0]

    assert (True, denied) == (answer["is_error"], answer["content"])


def test_a_call_that_waits_for_approval_wants_a_person() -> None:
    part = {**TOOL, "state": "approval-requested", "approval": {"id": "ap"}}
    part.pop("output")

    normalized = dialect.normalize(_assistant(part))
    handoff = normalized.handoff

    assert 1 == len(handoff["conversation"]["messages"])
    assert [{"requires_approval": True, "description": "get order"}] == handoff["next_steps"]
    assert {"code": "other", "trigger": "bot", "original": "approval_requested"} == (
        handoff["reason"]
    )
    assert ("/next_steps/0/requires_approval",) == normalized.mapped["/0/parts/0/state"]
    assert "/reason" in [made.path for made in normalized.generated]


def test_a_call_without_a_result_yet_is_only_a_call() -> None:
    part = {**TOOL, "state": "input-available"}
    part.pop("output")

    assert ["bot"] == [message["role"] for message in _messages(_assistant(part))]


def test_reasoning_is_withheld_and_named_noise() -> None:
    normalized = dialect.normalize(
        _assistant({"type": "reasoning", "text": "secret", "state": "done"})
    )

    (message,) = normalized.handoff["conversation"]["messages"]
    assert [{"type": "reasoning", "withheld": True}] == message["content"]
    assert "secret" not in json.dumps([normalized.handoff, normalized.unmapped])
    assert "reasoning_withheld" == normalized.noise["/0/parts/0/text"]


def test_sources_are_documents_of_what_the_bot_knew() -> None:
    parts = (
        {"type": "source-url", "sourceId": "s1", "url": "https://x.example/", "title": "X"},
        {"type": "source-document", "sourceId": "s2", "filename": "a.pdf", "mediaType": "x/y"},
    )

    handoff = dialect.normalize(_assistant(*parts)).handoff

    assert [
        {"id": "s1", "uri": "https://x.example/", "title": "X"},
        {"id": "s2", "title": "a.pdf"},
    ] == handoff["knowledge"]["documents"]


def test_files_data_and_unknown_parts_are_kept() -> None:
    parts = (
        {"type": "file", "mediaType": "image/png", "url": "data:,", "filename": "a.png"},
        {"type": "data-weather", "id": "w", "data": {"degrees": 20}},
        {"type": "hologram", "size": 3},
    )

    (message,) = _messages(_assistant(*parts))

    assert [
        {"type": "media", "media_type": "image/png", "url": "data:,", "name": "a.png"},
        {"type": "card", "content_type": "data-weather", "content": {"degrees": 20}},
        {"type": "other", "data": {"size": 3}, "original_type": "hologram"},
    ] == message["content"]


def test_the_id_of_the_chat_is_the_conversations() -> None:
    document = {"id": "chat-1", "messages": _assistant(TEXT), "trigger": "submit-message"}

    normalized = dialect.normalize(document)

    assert "chat-1" == normalized.handoff["conversation"]["id"]
    assert {"/trigger": "submit-message"} == normalized.unmapped


def test_a_message_without_parts_is_an_empty_turn() -> None:
    assert [[], []] == [
        message["content"]
        for message in _messages([*_assistant(), {"id": "u", "role": "user", "parts": []}])
    ]


@pytest.mark.parametrize("document", [{}, "x", {"messages": 3}])
def test_a_document_without_messages_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        dialect.normalize(document)

    assert refusal.value.problems[0].detail.startswith("must be a list of UI messages")


@pytest.mark.parametrize("sample", SAMPLES)
@given(data=st.data())
@settings(max_examples=40)
def test_a_document_gone_wrong_loses_nothing(
    shared: Path, sample: str, data: st.DataObject
) -> None:
    text = (shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8")

    assert_accounted(dialect, data.draw(mutants(json.loads(text))))
