"""Vapi: the server message about a call."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.vapi import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, said, sample


@pytest.mark.parametrize("name", ["vapi_end_of_call_report"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {}, {"message": "hi"}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def _call(*entries: Any, **members: Any) -> dict[str, Any]:
    return {
        "message": {
            "type": "end-of-call-report",
            "artifact": {"messages": list(entries)},
            **members,
        }
    }


def test_a_role_tells_who_spoke_since_nothing_else_does() -> None:
    entries = [
        {"role": role, "message": "x"} for role in ("user", "bot", "assistant", "system", "zzz")
    ]

    turns = messages(dialect.normalize(_call(*entries)))

    assert ["customer", "bot", "bot", "system", "other"] == [turn["role"] for turn in turns]
    assert {"role": "zzz"} == turns[-1]["meta"]


def test_times_are_milliseconds(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "vapi_end_of_call_report"))

    assert "2024-05-15T20:00:00Z" == messages(normalized)[0]["at"]
    assert "2024-05-15T20:04:30Z" == normalized.handoff["occurred_at"]


def test_the_call_tells_who_the_customer_is_and_how_it_ended(shared: Path) -> None:
    handoff = dialect.normalize(sample(shared, "vapi_end_of_call_report")).handoff

    assert ("mei_brown_7075", "Mei Brown", "+18005550100") == tuple(
        handoff["customer"][name] for name in ("id", "name", "phone")
    )
    assert "assistant-forwarded-call" == handoff["reason"]["original"]
    assert "https://storage.vapi.ai/x.wav" == handoff["conversation"]["voice"]["recording_url"]
    assert handoff["summary"]["free_text"].startswith("Mei Brown, a Gold member")


def test_what_only_repeats_the_messages_is_noise(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "vapi_end_of_call_report"))

    artifact = "/message/artifact"
    assert "repeats_messages" == normalized.noise[f"{artifact}/transcript"]
    assert "repeats_messages" == normalized.noise[f"{artifact}/messagesOpenAIFormatted/0/content"]
    assert [] == [at for at in normalized.unmapped if at.startswith(artifact)]


def test_what_the_messages_do_not_say_is_kept(shared: Path) -> None:
    document = deepcopy(sample(shared, "vapi_end_of_call_report"))
    artifact = document["message"]["artifact"]
    artifact["transcript"] += "\nUser: And one thing more."
    artifact["messagesOpenAIFormatted"].append({"role": "user", "content": "And one thing more."})

    unmapped = dialect.normalize(document).unmapped

    assert artifact["transcript"] == unmapped["/message/artifact/transcript"]
    assert {"role": "user", "content": "And one thing more."} in unmapped.values()


def test_a_request_for_a_destination_is_read_alike(shared: Path) -> None:
    report = sample(shared, "vapi_end_of_call_report")
    request = deepcopy(report)
    request["message"]["type"] = "handoff-destination-request"

    assert dialect.recognises(request)
    assert said(dialect.normalize(report)) == said(dialect.normalize(request))
