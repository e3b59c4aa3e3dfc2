"""One message of OpenAI's chat form as a canonical one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.strategies import json_values
from gateway.intake.dialects.openai.messages import canonical_message
from gateway.intake.normalized import Ledger
from gateway.schema.leaves import document_leaves


def _read(message: dict[str, Any]) -> tuple[dict[str, Any], Ledger]:
    ledger = Ledger()
    return canonical_message(message, "/m", "/x", ledger), ledger


@pytest.mark.parametrize(
    ("native", "canonical"),
    [("system", "system"), ("user", "customer"), ("assistant", "bot")],
)
def test_a_role_becomes_the_canonical_one(native: str, canonical: str) -> None:
    made, ledger = _read({"role": native, "content": "hi"})

    assert {"role": canonical, "content": "hi"} == made
    assert {"/m/role": ("/x/role",), "/m/content": ("/x/content",)} == ledger.mapped


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

    made, ledger = _read({"role": "assistant", "content": content, "tool_calls": [call]})

    assert ["tool_call"] == [part["type"] for part in made["content"]]
    assert {"/m/content": reason} == ledger.noise


def test_absent_null_and_empty_content_stay_different_things() -> None:
    absent, _ = _read({"role": "user"})
    null, _ = _read({"role": "user", "content": None})
    empty_text, _ = _read({"role": "user", "content": ""})
    empty_list, ledger = _read({"role": "user", "content": []})

    assert {"role": "customer", "content": []} == absent
    assert {"role": "customer", "content": [], "meta": {"content": None}} == null
    assert {"role": "customer", "content": ""} == empty_text
    assert {"role": "customer", "content": []} == empty_list
    assert ("/x/content",) == ledger.mapped["/m/content"]


def test_members_that_an_sdk_dumps_without_a_value_are_named_noise() -> None:
    empty = dict.fromkeys(["refusal", "audio", "function_call", "tool_calls"])

    made, ledger = _read({"role": "assistant", "content": "hi", **empty, "annotations": []})

    assert {"role": "bot", "content": "hi"} == made
    assert {
        **{f"/m/{name}": "null_member" for name in empty},
        "/m/annotations": "empty_member",
    } == ledger.noise


def test_a_refusal_and_reasoning_are_parts_of_their_own() -> None:
    made, _ = _read({"role": "assistant", "refusal": "No.", "reasoning_content": "Hm."})

    assert [{"type": "reasoning", "withheld": True}, {"type": "refusal", "text": "No."}] == (
        made["content"]
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

    _, ledger = _read({"role": "assistant", "refusal": "No.", "annotations": [annotation]})

    assert {"/m/annotations": [annotation]} == ledger.unmapped


def test_what_was_said_aloud_is_the_text() -> None:
    made, ledger = _read({"role": "assistant", "content": None, "audio": {"transcript": "Hi."}})

    assert {"type": "text", "text": "Hi."} == made["content"][0]
    assert ("/x/content/0/text", "/x/content/1/alt") == ledger.mapped["/m/audio/transcript"]


def test_a_name_is_who_took_part_and_an_id_stays() -> None:
    made, _ = _read({"role": "user", "content": "hi", "name": "mei", "id": "msg-1"})

    assert ("mei", "msg-1") == (made["participant"], made["id"])


def test_a_tool_message_is_one_result() -> None:
    message = {"role": "tool", "tool_call_id": "c", "name": "f", "content": "{}", "x": 1}

    made, ledger = _read(message)

    part = {"type": "tool_result", "call_id": "c", "name": "f", "content": "{}"}
    assert {"role": "tool", "content": [part]} == made
    assert {"/m/x": 1} == ledger.unmapped


def test_content_of_another_kind_stays_whole() -> None:
    made, _ = _read({"role": "user", "content": {"a": 1}})

    assert [{"type": "other", "original_type": "content", "data": {"a": 1}}] == made["content"]


MEMBERS = (
    "role", "content", "refusal", "annotations", "audio", "function_call", "tool_calls", "name",
    "id", "tool_call_id", "reasoning_content", "x/y",
)  # fmt: skip
ROLES = st.sampled_from(["user", "assistant", "tool", "developer", "function", "critic"])


@given(st.dictionaries(st.sampled_from(MEMBERS), json_values()), ROLES, st.booleans())
def test_every_leaf_is_mapped_left_or_named_noise_exactly_once(
    members: dict[str, Any], role: str, has_role: bool
) -> None:
    message = {**members, "role": role} if has_role else members
    _, ledger = _read(message)

    left = {
        pointer + rest
        for pointer, value in ledger.unmapped.items()
        for rest in document_leaves(value)
    }
    named = [*ledger.mapped, *left, *ledger.noise]
    expected = [f"/m{pointer}" for pointer in document_leaves(message)]
    assert sorted(expected) == sorted(named)
