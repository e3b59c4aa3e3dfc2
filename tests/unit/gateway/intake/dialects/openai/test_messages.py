"""One message of OpenAI's chat form as a canonical one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.strategies import json_values
from gateway.intake.dialects.openai_chat import translate
from gateway.intake.normalized import Normalized
from tests.unit.gateway.intake.mutants import (
    assert_every_leaf_is_named_once,
    assert_mapped_places_exist,
)

MADE = "/conversation/messages/0"


def _read(message: dict[str, Any]) -> tuple[dict[str, Any], Normalized]:
    """By rule alone; without the id that a message gets by its number."""
    normalized = translate([message], None)
    (made,) = normalized.handoff["conversation"]["messages"]
    return {name: made[name] for name in made if name != "id" or "id" in message}, normalized


@pytest.mark.parametrize(
    ("native", "canonical"),
    [("system", "system"), ("user", "customer"), ("assistant", "bot")],
)
def test_a_role_becomes_the_canonical_one(native: str, canonical: str) -> None:
    made, normalized = _read({"role": native, "content": "hi"})

    assert {"role": canonical, "content": "hi"} == made
    assert {"/0/role": (f"{MADE}/role",), "/0/content": (f"{MADE}/content",)} == normalized.mapped


@pytest.mark.parametrize(
    ("native", "canonical"),
    [("developer", "system"), ("function", "tool"), ("critic", "other"), ({"a": 1}, "other")],
)
def test_a_role_that_the_canonical_one_would_not_give_back_is_kept(
    native: Any, canonical: str
) -> None:
    made, _ = _read({"role": native, "content": "hi"})

    assert (canonical, {"role": native}) == (made["role"], made["meta"])


def test_a_message_without_a_role_is_other() -> None:
    assert {"role": "other", "content": "hi"} == _read({"content": "hi"})[0]


def test_text_comes_before_the_calls() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}

    made, _ = _read({"role": "assistant", "tool_calls": [call, call], "content": "One moment."})

    assert ["text", "tool_call", "tool_call"] == [part["type"] for part in made["content"]]


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "null_member"), ("", "empty_member"), ([], "empty_member")]
)
def test_content_that_says_nothing_beside_calls_is_named_noise(content: Any, reason: str) -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f"}}

    made, normalized = _read({"role": "assistant", "content": content, "tool_calls": [call]})

    assert ["tool_call"] == [part["type"] for part in made["content"]]
    assert {"/0/content": reason} == normalized.noise


def test_absent_null_and_empty_content_stay_different_things() -> None:
    absent, _ = _read({"role": "user"})
    null, _ = _read({"role": "user", "content": None})
    empty_text, _ = _read({"role": "user", "content": ""})
    empty_list, normalized = _read({"role": "user", "content": []})

    assert {"role": "customer", "content": []} == absent
    assert {"role": "customer", "content": [], "meta": {"content": None}} == null
    assert {"role": "customer", "content": ""} == empty_text
    assert {"role": "customer", "content": []} == empty_list
    assert (f"{MADE}/content",) == normalized.mapped["/0/content"]


def test_members_that_an_sdk_dumps_without_a_value_are_named_noise() -> None:
    empty = dict.fromkeys(["refusal", "audio", "function_call", "tool_calls"])

    made, normalized = _read({"role": "assistant", "content": "hi", **empty, "annotations": []})

    assert {"role": "bot", "content": "hi"} == made
    assert {
        **{f"/0/{name}": "null_member" for name in empty},
        "/0/annotations": "empty_member",
    } == normalized.noise


def test_a_refusal_and_reasoning_are_parts_of_their_own() -> None:
    made, _ = _read({"role": "assistant", "refusal": "No.", "reasoning_content": "Hm."})

    assert [{"type": "reasoning", "withheld": True}, {"type": "refusal", "text": "No."}] == (
        made["content"]
    )


@pytest.mark.parametrize(
    "thoughts",
    [
        {"reasoning_content": "secret"},
        {"reasoning": "secret"},
        {"reasoning": None, "reasoning_details": [{"type": "reasoning.text", "text": "secret"}]},
        {"reasoning": "secret", "reasoning_details": [{"data": "secret"}]},
        {"reasoning": {"text": "secret"}},
    ],
)
def test_what_a_model_thought_is_withheld_under_whatever_name(thoughts: dict[str, Any]) -> None:
    made, normalized = _read({"role": "assistant", "content": "Hi.", **thoughts})

    assert [{"type": "reasoning", "withheld": True}, {"type": "text", "text": "Hi."}] == (
        made["content"]
    )
    assert "secret" not in str([normalized.handoff, normalized.unmapped])
    assert "reasoning_withheld" in normalized.noise.values()


def test_thoughts_that_are_empty_are_no_part() -> None:
    empty = {"reasoning": None, "reasoning_details": [], "reasoning_content": ""}

    made, normalized = _read({"role": "assistant", "content": "Hi.", **empty})

    assert {"role": "bot", "content": "Hi."} == made
    assert {"/0/reasoning", "/0/reasoning_details", "/0/reasoning_content"} == (
        normalized.noise.keys()
    )


def test_a_legacy_function_call_is_a_call() -> None:
    made, _ = _read({"role": "assistant", "function_call": {"name": "f", "arguments": "{}"}})

    assert "tool_call" == made["content"][0]["type"]


def test_annotations_cite_for_the_text() -> None:
    annotation = {"type": "url_citation", "url_citation": {"url": "u"}}

    made, _ = _read({"role": "assistant", "content": "hi", "annotations": [annotation]})

    assert [{"type": "text", "text": "hi", "citations": [{"uri": "u"}]}] == made["content"]


def test_annotations_without_a_text_are_left_unread() -> None:
    annotation = {"type": "url_citation", "url_citation": {"url": "u"}}

    _, normalized = _read({"role": "assistant", "refusal": "No.", "annotations": [annotation]})

    assert {"/0/annotations": [annotation]} == normalized.unmapped


def test_what_was_said_aloud_is_the_text() -> None:
    made, normalized = _read({"role": "assistant", "content": None, "audio": {"transcript": "Hi."}})

    assert {"type": "text", "text": "Hi."} == made["content"][0]
    assert (f"{MADE}/content/0/text", f"{MADE}/content/1/alt") == normalized.mapped[
        "/0/audio/transcript"
    ]


def test_a_name_is_who_took_part_and_an_id_stays() -> None:
    made, _ = _read({"role": "user", "content": "hi", "name": "mei", "id": "msg-1"})

    assert ("mei", "msg-1") == (made["participant"], made["id"])


def test_a_tool_message_is_one_result() -> None:
    message = {"role": "tool", "tool_call_id": "c", "name": "f", "content": "{}", "x": 1}

    made, normalized = _read(message)

    part = {"type": "tool_result", "call_id": "c", "name": "f", "content": "{}"}
    assert {"role": "tool", "content": [part]} == made
    assert {"/0/x": 1} == normalized.unmapped


@pytest.mark.parametrize("content", ["Error: no", "", None, [{"type": "text", "text": "a"}], []])
def test_a_result_keeps_its_content_as_it_was_sent(content: Any) -> None:
    made, _ = _read({"role": "tool", "tool_call_id": "c", "name": "f", "content": content})

    part = {"type": "tool_result", "call_id": "c", "name": "f", "content": content}
    assert [part] == made["content"]


def test_a_result_without_content_has_none() -> None:
    made, _ = _read({"role": "tool", "tool_call_id": 5})

    assert [{"type": "tool_result"}] == made["content"]


def test_content_of_another_kind_stays_whole() -> None:
    made, _ = _read({"role": "user", "content": {"a": 1}})

    assert [{"type": "other", "original_type": "content", "data": {"a": 1}}] == made["content"]


MEMBERS = (
    "role", "content", "refusal", "annotations", "audio", "function_call", "tool_calls", "name",
    "id", "tool_call_id", "reasoning_content", "reasoning", "reasoning_details", "x/y",
)  # fmt: skip
ROLES = st.sampled_from(["user", "assistant", "tool", "developer", "function", "critic"])


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values()), ROLES, st.booleans())
def test_every_leaf_is_mapped_left_or_named_noise_exactly_once(
    members: dict[str, Any], role: str, has_role: bool
) -> None:
    message = {**members, "role": role} if has_role else members

    _, normalized = _read(message)

    assert_every_leaf_is_named_once([message], normalized)
    assert_mapped_places_exist(normalized)
