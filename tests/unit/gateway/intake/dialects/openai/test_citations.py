"""Annotations of an assistant message."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.citations import with_citations
from gateway.intake.dialects.openai.piece import Piece, text_piece

CITED = {"url": "https://x", "title": "X", "start_index": 0, "end_index": 4}


def _cited(*annotations: Any) -> Piece:
    return with_citations(text_piece("text", "/content"), annotations, "/annotations")


def test_a_url_citation_becomes_a_citation_of_the_text() -> None:
    piece = _cited({"type": "url_citation", "url_citation": CITED})

    citation = {"uri": "https://x", "title": "X", "start": 0, "end": 4}
    assert [citation] == piece.part["citations"]
    assert ("/citations/0",) == piece.mapped["/annotations/0/type"]
    assert ("/citations/0/uri",) == piece.mapped["/annotations/0/url_citation/url"]
    assert {} == piece.unread


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
    piece = _cited(annotation)

    assert {"/annotations/0": annotation} == piece.unread
    assert "citations" not in piece.part


def test_citations_are_numbered_without_those_left_unread() -> None:
    piece = _cited("x", {"type": "odd", "url_citation": {"url": "u", "start_index": -1, "n": 2}})

    assert [{"uri": "u"}] == piece.part["citations"]
    assert ("/citations/0/uri",) == piece.mapped["/annotations/1/url_citation/url"]
    assert {
        "/annotations/0": "x",
        "/annotations/1/type": "odd",
        "/annotations/1/url_citation/start_index": -1,
        "/annotations/1/url_citation/n": 2,
    } == piece.unread
