"""Twilio ConversationRelay: frames and the callback's form."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.twilio_conversation_relay import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize(
    "name", ["twilio_conversationrelay_frames", "twilio_connect_action_callback"]
)
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", 3])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


SETUP = {"type": "setup", "sessionId": "VX1", "callSid": "CA1", "from": "+1", "to": "+2"}


def _frames(*frames: dict[str, Any]) -> Any:
    return dialect.normalize([SETUP, *frames])


def test_frames_are_a_conversation(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "twilio_conversationrelay_frames"))

    assert ["customer", "customer", "system", "system", "bot"] == [
        role for role, _ in said(normalized)
    ]
    assert "VX00000000000000000000000000000000" == normalized.handoff["conversation"]["id"]
    assert {"callReference": "bar"}.items() <= (
        normalized.handoff["conversation"]["variables"].items()
    )


def test_tokens_become_one_message() -> None:
    normalized = _frames(
        {"type": "text", "token": "Hel", "last": False},
        {"type": "text", "token": "lo", "last": True},
        {"type": "text", "token": "Cut of", "last": False},
        {"type": "prompt", "voicePrompt": "My", "last": False},
        {"type": "prompt", "voicePrompt": "order", "lang": "en-US", "last": True},
    )

    assert [("bot", "Hello"), ("bot", "Cut of"), ("customer", "My order")] == said(normalized)
    assert ("/conversation/messages/0/content",) == normalized.mapped["/2/token"]


def test_who_was_rung_is_the_customer_of_an_outbound_call() -> None:
    inbound = dialect.normalize([SETUP]).handoff
    outbound = dialect.normalize([{**SETUP, "direction": "outbound-api"}]).handoff

    assert ("+1", "+2") == (inbound["customer"]["phone"], outbound["customer"]["phone"])


def test_handoff_data_is_decoded_twice(shared: Path) -> None:
    document = sample(shared, "twilio_connect_action_callback")
    handoff = dialect.normalize(document).handoff

    data = json.loads(document["HandoffData"])
    assert data == handoff["conversation"]["variables"]["handoff_data"]
    assert "live-agent-handoff" == handoff["reason"]["original"]
    assert data["reason"] == handoff["summary"]["free_text"]


@pytest.mark.parametrize("data", ["no json", '"text"', "[1, 2]", '{"a": NaN}', "{"])
def test_handoff_data_of_any_form_is_kept(data: str) -> None:
    document = {"CallSid": "CA1", "SessionId": "VX1", "HandoffData": data}
    normalized = dialect.normalize(document)

    assert_accounted(dialect, document)
    assert "/HandoffData" in normalized.mapped
    assert "reason" not in normalized.handoff


def test_the_callback_comes_in_as_the_form_it_is(shared: Path, door: Any) -> None:
    document = sample(shared, "twilio_connect_action_callback")
    body = urlencode(document).encode()

    received = door(body, content_type="application/x-www-form-urlencoded; charset=UTF-8")

    assert "twilio_conversation_relay" == received.dialect
    assert (body, sha256(body).hexdigest()) == (received.raw, received.raw_sha256)
    assert document["SessionId"] == received.handoff.conversation.id
    assert "live-agent-handoff" == received.handoff.reason.original


def test_json_that_curl_calls_a_form_comes_in_too(shared: Path, door: Any) -> None:
    document = sample(shared, "twilio_connect_action_callback")

    received = door(document, content_type="application/x-www-form-urlencoded")

    assert document["SessionId"] == received.handoff.conversation.id
