"""``annotations`` of an assistant message: the web pages that its text cites."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.intake.dialects.openai.piece import Mapped, Piece, unread
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Count, Json, Text

_MEMBERS: tuple[tuple[str, str, Any], ...] = (
    ("url", "uri", Text),
    ("title", "title", Text),
    ("start_index", "start", Count),
    ("end_index", "end", Count),
)


def with_citations(piece: Piece, annotations: Iterable[Json], at: str) -> Piece:
    """A text part with its citations; annotations of other types are left unread."""
    citations: list[dict[str, Json]] = []
    mapped = dict(piece.mapped)
    left = dict(piece.unread)
    for index, annotation in enumerate(annotations):
        here = f"{at}/{index}"
        citation, placed, rest = _citation(annotation, here, f"/citations/{len(citations)}")
        if citation:
            citations.append(citation)
        mapped |= placed
        left |= rest
    part = {**piece.part, "citations": citations} if citations else piece.part
    return Piece(part=part, mapped=mapped, unread=left)


def _citation(
    annotation: Json, at: str, place: str
) -> tuple[dict[str, Json], Mapped, dict[str, Json]]:
    cited = annotation.get("url_citation") if is_object(annotation) else None
    if not is_object(annotation) or not is_object(cited):
        return {}, {}, {at: annotation}
    inside = f"{at}/url_citation"
    citation: dict[str, Json] = {}
    mapped: Mapped = {}
    for native, name, type_ in _MEMBERS:
        if cited.get(native) is not None and fits(cited[native], type_):
            citation[name] = cited[native]
            mapped[f"{inside}/{native}"] = (f"{place}/{name}",)
    if not citation:
        return {}, {}, {at: annotation}
    if annotation.get("type") == "url_citation":
        # The type says that it is a citation, which its place now says.
        mapped[f"{at}/type"] = (place,)
    rest = {**unread(annotation, at, {"url_citation"}), **unread(cited, inside, ())}
    return citation, mapped, {where: value for where, value in rest.items() if where not in mapped}
