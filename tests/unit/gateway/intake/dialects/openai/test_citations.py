"""Annotations of an assistant message."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.citations import cite
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import unread
from gateway.intake.drafting.native import Native

CITED = {"url": "https://x", "title": "X", "start_index": 0, "end_index": 4}


def _cited(*annotations: Any) -> tuple[Draft, dict[str, Any]]:
    """A text with its citations, and what of the annotations was not taken."""
    native = Native("/annotations", [*annotations])
    text = Draft(type="text", text="text")
    cite([Draft(type="media"), text], native)
    return text, unread(text, native)


def test_a_url_citation_becomes_a_citation_of_the_text() -> None:
    text, left = _cited({"type": "url_citation", "url_citation": CITED})

    citation = {"uri": "https://x", "title": "X", "start": 0, "end": 4}
    assert [citation] == text.value["citations"]
    assert ("/citations/0",) == text.mapped["/annotations/0/type"]
    assert ("/citations/0/uri",) == text.mapped["/annotations/0/url_citation/url"]
    assert {} == left


@pytest.mark.parametrize(
    "annotation",
    [
        {"type": "file_citation", "file_id": "f"},
        {"type": "url_citation", "url_citation": {}},
        {"type": "url_citation", "url_citation": {"url": 5}},
        {"type": "url_citation", "url_citation": None},
        "x",
    ],
)
def test_an_annotation_that_cites_nothing_is_left_unread(annotation: Any) -> None:
    text, left = _cited(annotation)

    assert {"/annotations": [annotation]} == left
    assert "citations" not in text.value


def test_citations_are_numbered_without_those_left_unread() -> None:
    text, left = _cited(
        "x", {"type": "odd", "url_citation": {"url": "u", "start_index": -1, "n": 2}}
    )

    assert [{"uri": "u"}] == text.value["citations"]
    assert ("/citations/0/uri",) == text.mapped["/annotations/1/url_citation/url"]
    assert {
        "/annotations/0": "x",
        "/annotations/1/type": "odd",
        "/annotations/1/url_citation/start_index": -1,
        "/annotations/1/url_citation/n": 2,
    } == left
