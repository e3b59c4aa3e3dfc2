"""Retell: the webhook with a call."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.retell import dialect, normalize_call
from gateway.intake.lifting.lift import lift
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, said, sample


@pytest.mark.parametrize("name", ["retell_webhook_call_analyzed"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {}, {"event": "e", "call": 1}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


SCRUBBED = "scrubbed_transcript_with_tool_calls"


def _call(*entries: Any, **members: Any) -> dict[str, Any]:
    call = {"call_id": "c", "agent_id": "a", "transcript_with_tool_calls": list(entries), **members}
    return {"event": "call_analyzed", "call": call}


def test_the_call_and_its_analysis_find_their_places(shared: Path) -> None:
    handoff = dialect.normalize(sample(shared, "retell_webhook_call_analyzed")).handoff

    assert ("call_1", "3") == (handoff["conversation"]["id"], handoff["source"]["bot_version"])
    assert "2024-05-15T20:00:00Z" == handoff["conversation"]["started_at"]
    assert "Negative" == handoff["sentiment"][0]["label"]
    assert "call_transfer" == handoff["reason"]["original"]
    assert "Mei Brown" == handoff["customer"]["name"]
    assert "3JA7XV" == handoff["conversation"]["variables"]["reservation_id"]


def test_each_kind_of_entry_is_read() -> None:
    turns = messages(
        dialect.normalize(
            _call(
                {"role": "transfer_target", "content": "Hello, Anna here."},
                {"role": "node_transition", "new_node_id": "n2"},
                {"role": "dtmf", "digit": "5"},
                {"role": "zzz", "content": "?"},
                "x",
            )
        )
    )

    assert ["agent", "system", "customer", "other"] == [turn["role"] for turn in turns]
    assert {"new_node_id": "n2"} == turns[1]["content"][0]["data"]
    assert {"digit": "5"} == turns[2]["content"][0]["data"]


def test_a_tool_that_failed_says_so() -> None:
    entries = [
        {"role": "tool_call_invocation", "tool_call_id": "t", "name": "book", "arguments": "{}"},
        {"role": "tool_call_result", "tool_call_id": "t", "content": "no", "successful": False},
    ]
    normalized = dialect.normalize(_call(*entries))

    assert normalized.handoff["conversation"]["messages"][1]["content"][0]["is_error"] is True
    assert "failed" == lift(normalized.handoff).handoff["steps"][0]["status"]


def test_a_call_without_a_name_is_kept_whole() -> None:
    entry = {"role": "tool_call_invocation", "tool_call_id": "t", "arguments": "{}"}

    ((_, (part,)),) = said(dialect.normalize(_call(entry)))

    assert ("other", entry) == (part["type"], part["data"])


@pytest.fixture
def twofold(shared: Path) -> Any:
    """A call with its words twice: as said, and scrubbed."""
    document = deepcopy(sample(shared, "retell_webhook_call_analyzed"))
    call = document["call"]
    call[SCRUBBED] = [{"role": "user", "content": "Hi, my id is [ID]"}]
    call["recording_url"] = "https://x.example/said"
    call["scrubbed_recording_url"] = "https://x.example/scrubbed"
    return document


def test_without_privacy_the_call_is_as_it_was(twofold: Any) -> None:
    normalized = dialect.normalize(twofold)

    assert 25 == len(said(normalized))
    assert "scrubbed_copy" == normalized.noise[f"/call/{SCRUBBED}/0/content"]
    assert_accounted(dialect, twofold)


def test_with_privacy_what_was_said_stands_nowhere(twofold: Any) -> None:
    normalized = normalize_call(twofold, scrubbed=True)

    assert [("customer", "Hi, my id is [ID]")] == said(normalized)
    voice = normalized.handoff["conversation"]["voice"]
    assert "https://x.example/scrubbed" == voice["recording_url"]
    assert "HAT045 from PHX to SEA has been delayed" not in repr(normalized.handoff["conversation"])
    assert [] == [at for at in normalized.unmapped if "transcript" in at or "recording" in at]
    assert "withheld_for_privacy" == normalized.noise["/call/transcript"]


def test_a_call_that_only_has_a_scrubbed_transcript_is_read_by_it(twofold: Any) -> None:
    del twofold["call"]["transcript_with_tool_calls"]

    assert [("customer", "Hi, my id is [ID]")] == said(dialect.normalize(twofold))
    assert_accounted(dialect, twofold)
