"""``annotations`` of an assistant message: the web pages that its text cites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.schema.scalars import Count, Text

_MEMBERS: tuple[tuple[str, str, Any], ...] = (
    ("url", "/uri", Text),
    ("title", "/title", Text),
    ("start_index", "/start", Count),
    ("end_index", "/end", Count),
)


def cite(parts: Iterable[Draft], annotations: Native) -> None:
    """Puts the citations into the first text; annotations of other types are left unread."""
    text = next((part for part in parts if part.value["type"] == "text"), None)
    if text is None:
        return
    for annotation in annotations.elements():
        citation = _citation(annotation)
        if citation.value:
            text.append("/citations", citation)


def _citation(annotation: Native) -> Draft:
    citation = Draft()
    for name, place, type_ in _MEMBERS:
        cited = annotation["url_citation"][name]
        if cited.value is not None:
            citation.take(cited, place, type_)
    if citation.value and annotation["type"].text == "url_citation":
        # The type says that it is a citation, which its place now says.
        citation.says("", annotation["type"])
    return citation
