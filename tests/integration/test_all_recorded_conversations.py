"""All 197 recorded conversations go in through their dialect, and none loses a leaf."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.intake.dialects import load, names
from gateway.intake.door import receive
from gateway.schema.codec import decode_handoff
from tests.research.recorded import RESEARCH, SHIPPED, conversations, dialect_of, settled
from tests.unit.gateway.intake.mutants import assert_accounted

FILES = {**SHIPPED, **RESEARCH}


def _received(document: Any) -> Any:
    return receive(
        json.dumps(document).encode(),
        content_type="application/json",
        dialect=None,
        strict=False,
        new_id=lambda: "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
        received_at="2026-11-20T10:00:00Z",
        max_body=1 << 24,
    )


def test_there_are_197(shared: Path) -> None:
    assert 197 == sum(len(list(conversations(shared, file))) for file in FILES)


@pytest.mark.parametrize("file", FILES)
def test_every_leaf_of_a_recorded_conversation_is_accounted_for(shared: Path, file: str) -> None:
    for document in conversations(shared, file):
        assert dialect_of(file).recognises(document)
        assert_accounted(dialect_of(file), document)


@pytest.mark.parametrize("file", FILES)
def test_somebody_said_something_in_every_recorded_conversation(shared: Path, file: str) -> None:
    for document in conversations(shared, file):
        handoff = settled(file, document).handoff

        assert "customer" in {message.role for message in handoff.conversation.messages}


@pytest.mark.parametrize("file", SHIPPED)
def test_a_platforms_conversation_comes_in_through_the_door(shared: Path, file: str) -> None:
    for document in conversations(shared, file):
        received = _received(document)

        assert FILES[file] == received.dialect
        assert received.handoff == decode_handoff(received.package)


@pytest.mark.parametrize("file", RESEARCH)
def test_a_research_form_is_no_shipped_dialect_and_comes_in_normalized(
    shared: Path, file: str
) -> None:
    for document in conversations(shared, file):
        normalized = dialect_of(file).normalize(document)
        received = _received({**normalized.handoff, "unmapped": normalized.unmapped})

        assert [] == [name for name in names() if load(name).recognises(document)]
        assert "canonical" == received.dialect
        assert received.handoff == decode_handoff(received.package)
