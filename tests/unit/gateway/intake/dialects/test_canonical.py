"""The canonical handoff as a dialect."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.canonical import normalize, recognises
from gateway.sdk.errors import InvalidHandoff


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"conversation": {}}, True),
        ({"conversation": {"messages": []}, "type": "event"}, True),
        ({"conversation": {"id": "c"}, "type": "event"}, False),
        ({"conversation": None}, False),
        ({"messages": []}, False),
        ([], False),
        (None, False),
    ],
)
def test_it_is_recognised_by_its_conversation(document: Any, expected: bool) -> None:
    assert expected == recognises(document)


def test_every_leaf_stays_where_it_is() -> None:
    normalized = normalize({"conversation": {"id": "c", "messages": []}})

    assert {
        "/conversation/id": ("/conversation/id",),
        "/conversation/messages": ("/conversation/messages",),
    } == normalized.mapped


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidHandoff) as refusal:
        normalize([])

    assert ["must be an object"] == [problem.detail for problem in refusal.value.problems]
