"""OpenAI's chat form: a list of messages, a wrapper around it, one reply."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_tests.strategies import json_values
from gateway.intake.dialects.openai_chat import dialect
from gateway.intake.normalized import Normalized
from gateway.intake.repair import Reading
from gateway.intake.settling import Settled, settle
from gateway.sdk.errors import InvalidHandoff

USER = {"role": "user", "content": "Where is my order?"}
TRANSFER = {
    "role": "assistant",
    "content": None,
    "tool_calls": [
        {
            "id": "c-1",
            "type": "function",
            "function": {
                "name": "transfer_to_human_agents",
                "arguments": '{"summary": "Order lost."}',
            },
        }
    ],
}


def _normalized(document: Any) -> Normalized:
    return dialect.normalize(document)


def _settled(document: Any) -> Settled:
    return settle(dialect, Reading(document=document), raw_sha256="0" * 64, strict=False)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([USER], True),
        ({"messages": [USER]}, True),
        ({"traj": [USER], "task_id": 1}, True),
        ({"object": "chat.completion", "choices": [{"message": TRANSFER}]}, True),
        ([], False),
        ({"messages": []}, False),
        ({"messages": [USER, {"role": "narrator"}]}, False),
        ({"messages": [USER, "x"]}, False),
        ({"messages": {"0": USER}}, False),
        ({"choices": []}, False),
        ({"choices": [{"text": "a completion of old"}]}, False),
        ({"messages": [{"role": ["user"]}]}, False),
        ([{"role": "user", "content": [{"type": "text", "text": "hi"}]}], True),
        ([{"role": "user", "content": [{"type": "tool_result"}]}], False),
        ([{"role": "user", "content": ["hi"]}], False),
        ([{"role": "user", "parts": [{"type": "text", "text": "hi"}]}], False),
        ({"messages": [USER], "system": "You are a bot."}, False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_roles(document: Any, expected: bool) -> None:
    assert expected == dialect.recognises(document)


@pytest.mark.parametrize("wrap", [lambda m: m, lambda m: {"messages": m}, lambda m: {"traj": m}])
def test_the_same_messages_become_the_same_whatever_is_around_them(wrap: Any) -> None:
    messages = _normalized(wrap([USER, TRANSFER])).handoff["conversation"]["messages"]

    assert [
        {"role": "customer", "content": "Where is my order?", "id": "m1"},
        ("bot", "m2"),
    ] == [messages[0], (messages[1]["role"], messages[1]["id"])]


def test_the_members_of_a_wrapper_find_their_places() -> None:
    document = {
        "messages": [USER],
        "conversation_id": "conv-9",
        "thread_id": "t-1",
        "session_id": "s-1",
        "run_id": "r-1",
        "user": "cust-7",
        "model": "gpt-4o",
        "metadata": {"plan": "gold"},
        "store": None,
        "temperature": 0.2,
        "tools": [{"type": "function"}],
    }

    normalized = _normalized(document)
    handoff = normalized.handoff

    assert "conv-9" == handoff["conversation"]["id"]
    assert {"plan": "gold"} == handoff["conversation"]["variables"]
    assert {"thread_id": "t-1", "session_id": "s-1", "run_id": "r-1"} == handoff["correlation"]
    assert {"id": "cust-7"} == handoff["customer"]
    assert {"models": [{"name": "gpt-4o"}]} == handoff["provenance"]
    assert {"/temperature": 0.2, "/tools": [{"type": "function"}]} == normalized.unmapped
    assert {"/store": "null_member"} == normalized.noise


def test_an_id_that_is_a_number_becomes_text() -> None:
    assert "17" == _normalized({"messages": [USER], "id": 17}).handoff["conversation"]["id"]


def test_of_two_ids_the_one_that_names_the_conversation_stands() -> None:
    normalized = _normalized({"messages": [USER], "id": "a", "conversation_id": "b"})

    assert "b" == normalized.handoff["conversation"]["id"]
    assert {"/id": "a"} == normalized.unmapped


def test_without_an_id_one_is_made() -> None:
    settled = _settled([USER])

    assert settled.handoff.conversation.id.startswith("openai_chat-")
    assert ["/conversation/id"] == [made.path for made in settled.generated]


def test_a_reply_is_a_conversation_of_one_message() -> None:
    document = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "gpt-4o",
        "created": 1715803200,
        "choices": [
            {"index": 0, "finish_reason": "tool_calls", "message": TRANSFER},
            {"index": 1, "message": USER},
        ],
    }

    normalized = _normalized(document)

    assert 1 == len(normalized.handoff["conversation"]["messages"])
    assert {"run_id": "chatcmpl-1"} == normalized.handoff["correlation"]
    assert {
        "/object": "chat.completion",
        "/created": 1715803200,
        "/choices/0/index": 0,
        "/choices/0/finish_reason": "tool_calls",
        "/choices/1": {"index": 1, "message": USER},
    } == normalized.unmapped


def test_canonical_members_can_be_given_beside_the_messages() -> None:
    document = {
        "messages": [USER],
        "user": "cust-7",
        "handoff": {
            "reason": {"code": "fraud"},
            "customer": {"id": "cust-1"},
            "conversation": {"id": "conv-1", "channel": "sms", "messages": [{"role": "bot"}]},
        },
    }

    normalized = _normalized(document)

    assert {"code": "fraud"} == normalized.handoff["reason"]
    assert {"id": "cust-1"} == normalized.handoff["customer"]
    assert "sms" == normalized.handoff["conversation"]["channel"]
    assert {
        "/user": "cust-7",
        "/handoff/conversation/messages": [{"role": "bot"}],
    } == normalized.unmapped
    assert ("/reason/code",) == normalized.mapped["/handoff/reason/code"]


def test_a_wrong_canonical_member_is_refused_by_its_native_pointer() -> None:
    document = {"messages": [USER], "handoff": {"urgency": {"level": "urgent"}}}

    with pytest.raises(InvalidHandoff) as refusal:
        _settled(document)

    assert ["/handoff/urgency/level"] == [problem.pointer for problem in refusal.value.problems]


def test_what_the_transfer_says_is_lifted_unless_the_sender_says_it() -> None:
    given_ = {"messages": [TRANSFER], "handoff": {"summary": {"headline": "h"}}}

    assert "Order lost." == _settled([USER, TRANSFER]).handoff.summary.free_text
    assert "h" == _settled(given_).handoff.summary.headline


def test_the_native_document_is_left_alone() -> None:
    document = {
        "messages": [TRANSFER],
        "user": "u",
        "handoff": {"customer": {}, "conversation": {}},
    }
    before = repr(document)

    _normalized(document)

    assert before == repr(document)


@pytest.mark.parametrize("document", [{}, "x", {"messages": "hi"}, {"choices": [1]}])
def test_a_document_without_messages_is_refused(document: Any) -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        _normalized(document)

    assert refusal.value.problems[0].detail.startswith("must be a list of messages")


def test_messages_that_are_no_objects_are_all_named() -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        _normalized({"messages": [USER, "x", None]})

    assert ["/messages/1", "/messages/2"] == [problem.pointer for problem in refusal.value.problems]


def test_a_conversation_without_messages_is_one_when_the_dialect_is_named() -> None:
    settled = _settled({"messages": []})

    assert () == settled.handoff.conversation.messages
    assert () == settled.unnamed


TOOLS = st.sampled_from(["get_order_details", "cancel_order", "think", "transfer_to_human", "x"])
ARGUMENTS = st.sampled_from(['{"order_id": "W1"}', "{}", "{", '{"user_id": "u1"}', "null"])
CALLS = st.builds(
    lambda id_, name, text: {
        "id": id_,
        "type": "function",
        "function": {"name": name, "arguments": text},
    },
    st.sampled_from(["c-1", "c-2"]),
    TOOLS,
    ARGUMENTS,
)
ANSWERS = st.sampled_from(
    ["Error: no", '{"order_id": "W1", "status": "lost"}', '{"user_id": "u1", "email": "a@b.c"}', ""]
)
MESSAGES = st.one_of(
    st.fixed_dictionaries({"role": st.just("user"), "content": json_values()}),
    st.fixed_dictionaries(
        {"role": st.just("assistant"), "tool_calls": st.lists(CALLS, max_size=3)}
    ),
    st.fixed_dictionaries(
        {"role": st.just("tool"), "tool_call_id": st.just("c-1"), "content": ANSWERS}
    ),
    st.dictionaries(st.sampled_from(["role", "content", "name", "zzz", "audio"]), json_values()),
)
BESIDE = st.dictionaries(
    st.sampled_from(["id", "user", "metadata", "model", "handoff", "conversation_id", "a/b"]),
    json_values(),
)


@given(st.lists(MESSAGES, max_size=6), BESIDE, st.booleans())
@settings(max_examples=100)
def test_every_leaf_of_an_accepted_document_is_named_exactly_once(
    messages: list[Any], beside: dict[str, Any], bare: bool
) -> None:
    document = messages if bare else {**beside, "messages": messages}
    try:
        settled = _settled(document)
    except InvalidHandoff:
        return

    assert () == settled.unnamed
    assert not settled.mapped.keys() & settled.unmapped.keys()
    assert not settled.noise.keys() & (settled.mapped.keys() | settled.unmapped.keys())
