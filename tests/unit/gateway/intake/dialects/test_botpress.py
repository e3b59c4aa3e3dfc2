"""Botpress: the input of startHitl."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects.botpress import dialect
from gateway.sdk.errors import InvalidHandoff
from tests.unit.gateway.intake.mutants import assert_accounted, mutants
from tests.unit.gateway.intake.native_samples import said, sample


@pytest.mark.parametrize("name", ["botpress_start_hitl"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_damaged_sample_loses_no_leaf(shared: Path, name: str, data: st.DataObject) -> None:
    assert_accounted(dialect, data.draw(mutants(sample(shared, name))))


@pytest.mark.parametrize("document", [None, "x", []])
def test_what_is_not_in_the_dialect_is_refused(document: Any) -> None:
    assert not dialect.recognises(document)
    with pytest.raises(InvalidHandoff):
        dialect.normalize(document)


def _message(kind: str, payload: Any) -> dict[str, Any]:
    return {"source": {"type": "bot"}, "type": kind, "payload": payload}


def _parts(*history: Any) -> list[Any]:
    document = {"userId": "u", "messageHistory": list(history)}
    return [content for _, content in said(dialect.normalize(document))]


def test_the_history_is_the_transcript(shared: Path) -> None:
    document = sample(shared, "botpress_start_hitl")
    normalized = dialect.normalize(document)

    assert [m["payload"]["text"] for m in document["messageHistory"]] == [
        content for _, content in said(normalized)
    ]
    assert {} == normalized.unmapped
    assert "high" == normalized.handoff["urgency"]["level"]
    assert document["title"] == normalized.handoff["conversation"]["subject"]
    assert document["description"] == normalized.handoff["summary"]["free_text"]


@pytest.mark.parametrize(
    ("kind", "payload", "part"),
    [
        ("markdown", {"markdown": "*a*"}, {"type": "text", "format": "markdown", "text": "*a*"}),
        (
            "image",
            {"imageUrl": "https://x.example/i"},
            {"type": "media", "media_type": "image/*", "url": "https://x.example/i"},
        ),
        (
            "choice",
            {"options": [{"label": "A", "value": "a"}]},
            {"type": "choices", "options": [{"label": "A", "value": "a"}], "kind": "choice"},
        ),
        (
            "location",
            {"latitude": 1.5},
            {
                "type": "card",
                "content_type": "application/vnd.botpress.card+json",
                "content": {"latitude": 1.5},
            },
        ),
        ("hologram", {"x": 1}, {"type": "other", "original_type": "hologram", "data": {"x": 1}}),
        ("image", {"x": 1}, {"type": "other", "original_type": "image/*", "data": {"x": 1}}),
    ],
)
def test_each_kind_of_message_is_shown(kind: str, payload: Any, part: dict[str, Any]) -> None:
    assert [[part]] == _parts(_message(kind, payload))


def test_a_bloc_is_its_items() -> None:
    items = [
        {"type": "text", "payload": {"text": "a"}},
        {"type": "image", "payload": {"imageUrl": "u"}},
    ]

    assert ["text", "media"] == [
        part["type"] for part in _parts(_message("bloc", {"items": items}))[0]
    ]


def test_a_message_of_somebody_unknown_is_kept() -> None:
    document = {"userId": "u", "messageHistory": [{"source": {"type": "x"}, "type": "text"}, 7]}

    assert [("other", [])] == said(dialect.normalize(document))
    assert_accounted(dialect, document)
