"""One recorded conversation in ten native shapes is one and the same canonical transcript."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gateway.intake.dialects import load

REFERENCE = "openai_chat_messages"

SHAPES = {
    "openai_chat_messages": "openai_chat",
    "openai_responses_input_items": "openai_responses",
    "anthropic_messages": "anthropic",
    "langchain_messages_to_dict": "langchain",
    "langchain_messages_dumpd": "langchain",
    "langchain_messages_model_dump": "langchain",
    "vercel_ai_ui_messages": "vercel_ai",
    "otel_gen_ai_input_messages": "otel_genai",
    "vapi_end_of_call_report": "vapi",
    "retell_webhook_call_analyzed": "retell",
}

BEGINNINGS = {
    "langchain_content_blocks_v1": "langchain",
    "langgraph_interrupt_result": "langgraph",
    "langgraph_state_snapshot": "langgraph",
}
"""Samples that hold only the first turns."""

DIGEST = "7e4ba8a9386fb1a4172009eedc1b5a9f9ebea524f9ee9296b8274b8e3247bc36"
"""Of the canonical transcript of the reference; it changes only on purpose."""

# What some of the shapes cannot say, so that no comparison can ask for it:
# - ids of messages, participants, times: "ids excluded"; most shapes have none.
# - ``arguments_text``: the model's own letters. Anthropic, LangChain, Vercel and OpenTelemetry
#   keep what the arguments say, so that is what is compared.
# - ``name`` of a result: Responses, Anthropic and OpenTelemetry give only the call's id.
# - ``call_id``: Anthropic ids have another prefix, and content blocks of a result have none.
# - ``is_error`` false: OpenAI and OpenTelemetry have no word for "it worked".
# - the system prompt: LangChain's and Anthropic's samples have one, the recording has none.
_CALL = ("type", "name", "arguments")
_RESULT = ("type", "content")


def _turn(message: dict[str, Any]) -> dict[str, Any]:
    content = message["content"]
    parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
    return {"role": message["role"], "parts": [_part(part) for part in parts]}


def _part(part: dict[str, Any]) -> dict[str, Any]:
    if part["type"] == "tool_call":
        return {name: part[name] for name in _CALL}
    if part["type"] == "tool_result":
        assert part.get("is_error", False) is False
        return {name: part[name] for name in _RESULT}
    return part


def transcript(shared: Path, sample: str, dialect: str) -> list[dict[str, Any]]:
    """What was said and done, by whom, in order."""
    document = json.loads((shared / "data" / "dialects" / f"{sample}.json").read_text("utf-8"))
    messages = load(dialect).normalize(document).handoff["conversation"]["messages"]
    return [_turn(message) for message in messages if message["role"] != "system"]


def _digest(turns: list[dict[str, Any]]) -> str:
    return sha256(json.dumps(turns, sort_keys=True).encode()).hexdigest()


def _pairs(turns: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for turn in turns:
        for part in turn["parts"]:
            yield turn["role"], part["type"]


@pytest.fixture(scope="module")
def reference(shared: Path) -> list[dict[str, Any]]:
    return transcript(shared, REFERENCE, SHAPES[REFERENCE])


@pytest.mark.parametrize("sample", SHAPES)
def test_the_transcript_is_the_same_in_every_shape(
    shared: Path, reference: list[dict[str, Any]], sample: str
) -> None:
    assert reference == transcript(shared, sample, SHAPES[sample])


@pytest.mark.parametrize("sample", BEGINNINGS)
def test_the_beginning_is_the_same_in_a_sample_that_holds_no_more(
    shared: Path, reference: list[dict[str, Any]], sample: str
) -> None:
    turns = transcript(shared, sample, BEGINNINGS[sample])

    assert len(turns) >= 3
    assert reference[: len(turns)] == turns


def test_the_reference_is_what_it_was(reference: list[dict[str, Any]]) -> None:
    assert DIGEST == _digest(reference)


def test_the_reference_has_all_that_there_is_to_compare(reference: list[dict[str, Any]]) -> None:
    assert {
        ("customer", "text"),
        ("bot", "text"),
        ("bot", "tool_call"),
        ("tool", "tool_result"),
    } == set(_pairs(reference))
