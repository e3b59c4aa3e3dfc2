"""A call as segments, heard by a machine and by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.voice_segments import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import messages, said, sample


@pytest.mark.parametrize("name", ["harper_valley_voice_segments"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", {}])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def test_both_hearings_of_a_segment_are_kept(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "harper_valley_voice_segments"))
    heard = normalized.handoff["conversation"]["voice"]["asr"]

    role, words = said(normalized)[1]
    assert ("agent", True) == (role, words.startswith("hello this is harper valley"))
    assert heard[1]["text"].startswith("hello this is happy valley")
    assert messages(normalized)[1]["id"] == heard[1]["message_id"]


def test_a_segment_that_only_a_machine_heard_has_its_words() -> None:
    segment = {"speaker_role": "caller", "offset_ms": 5, "transcript": "hi"}

    assert dialect.recognises([segment])
    assert [("customer", "hi")] == said(dialect.normalize([segment]))


def test_shares_of_emotion_are_kept_unread(shared: Path) -> None:
    normalized = dialect.normalize(sample(shared, "harper_valley_voice_segments"))

    assert [0.0, 1.0, 0.0] == normalized.handoff["sentiment"][0]["raw"]
    assert "label" not in normalized.handoff["sentiment"][0]
    assert {} == normalized.unmapped
