"""Rows of a table with embeddings, as a query over pgvector returns them.

The columns are whatever their author called them: the text, the id and the score are found by
name. ``<=>``, ``<->`` and ``<#>`` give distances, the last one the negative inner product, and less
is better in all three; only a column's name can tell which it was.
"""

from __future__ import annotations

from msgspec import Struct

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    TEXT_KEYS,
    drop_vector,
    is_vector,
    take_metadata,
    take_score,
    take_text,
)
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text


class _Column(Struct, frozen=True):
    """What a column's name says about the score in it."""

    kind: str = "distance"
    metric: str = ""
    higher: bool | None = False


_SCORES: dict[str, _Column] = {
    "distance": _Column(),
    "cosine_distance": _Column(metric="cosine"),
    "l2_distance": _Column(metric="euclidean"),
    "euclidean_distance": _Column(metric="euclidean"),
    "l1_distance": _Column(metric="manhattan"),
    "negative_inner_product": _Column(metric="negative_inner_product"),
    "neg_inner_product": _Column(metric="negative_inner_product"),
    # Without "negative" nobody knows whether the author turned the sign round.
    "inner_product": _Column(kind="unknown", metric="inner_product", higher=None),
    "similarity": _Column(kind="similarity", higher=True),
    "cosine_similarity": _Column(kind="similarity", metric="cosine", higher=True),
    "bm25": _Column(kind="bm25", higher=True),
    "rerank_score": _Column(kind="rerank", higher=True),
    "score": _Column(kind="unknown", higher=None),
}

_IDS = ("document_id", "doc_id", "chunk_id", "id", "uuid")
_VECTORS = ("embedding", "embeddings", "vector")
_METADATA = ("metadata", "cmetadata", "meta")

# LangChain's own table has the text in a column of this name.
_TEXTS = (*TEXT_KEYS, "document")


def _are_rows(value: Json) -> bool:
    return is_list(value) and bool(value) and all(map(_is_row, value))


def _is_row(value: Json) -> bool:
    if not is_object(value) or not any(isinstance(value.get(name), str) for name in _TEXTS):
        return False
    has_vector = any(is_vector(value[name]) for name in _VECTORS if name in value)
    return has_vector or not _SCORES.keys().isdisjoint(value)


def _rows(result: Native) -> list[Draft]:
    return [_row(row) for row in result.elements()]


def _row(row: Native) -> Draft:
    document = Draft()
    text = take_text(document, row, Native(""))
    if not text and document.take(row["document"], "/content", Text):
        text = "document"
    read = {text, _id(document, row)}
    for name, column in _SCORES.items():
        if row[name].is_there and take_score(
            document, row[name], column.kind, metric=column.metric, higher=column.higher
        ):
            read.add(name)
    for name in _VECTORS:
        drop_vector(document, row[name])
    for name in _METADATA:
        if is_object(row[name].value):
            take_metadata(document, row[name])
            read.add(name)
    take_metadata(document, row, {*read, *_VECTORS})
    return document


def _id(document: Draft, row: Native) -> str:
    """Takes the id and gives its column; numbers are ids, as text."""
    for name in _IDS:
        member = row[name]
        if type(member.value) is int and document.make("/id", str(member.value), member):
            return name
        if member.text and document.take(member, "/id", Id):
            return name
    return ""


store = Store(name="rows of a table with embeddings", recognises=_are_rows, read=_rows)
