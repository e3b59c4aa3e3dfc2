"""What Pinecone answers: ``query`` with its matches, ``search`` with its hits.

Read in pinecone 10.2.0 and 7.3.0, as ``to_dict()`` and as the REST interface write them. The metric
is the index's and not in the answer: a score's direction is known only where the sender says
``metric`` beside the matches, or where a reranker made it.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    drop_vector,
    take_metadata,
    take_score,
    take_text,
)
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json

_VECTORS = ("values", "sparseValues", "sparse_values")

# On the wire, in `to_dict()`, and as the objects' properties are called.
_ID = ("_id", "id_", "id")
_SCORE = ("_score", "score_", "score")

# An index has one of these. Of a distance, less is better.
_METRICS = {"cosine": "similarity", "dotproduct": "similarity", "euclidean": "distance"}


def _is_query(value: Json) -> bool:
    matches = value.get("matches") if is_object(value) else None
    if not is_list(matches):
        return False
    has_envelope = "namespace" in value or "usage" in value
    return all(map(_is_match, matches)) if matches else has_envelope


def _is_match(match: Json) -> bool:
    return is_object(match) and "id" in match and "score" in match


def _is_search(value: Json) -> bool:
    result = value.get("result") if is_object(value) else None
    hits = result.get("hits") if is_object(result) else None
    return is_list(hits) and all(is_object(hit) and "fields" in hit for hit in hits)


def _matches(result: Native) -> list[Draft]:
    return [_match(result, match) for match in result["matches"].elements()]


def _match(result: Native, match: Native) -> Draft:
    document = _document(result, match["id"])
    _score(document, match["score"], result["metric"])
    for name in _VECTORS:
        drop_vector(document, match[name])
    text = take_text(document, match["metadata"], result["text_key"])
    take_metadata(document, match["metadata"], {text})
    take_metadata(document, match, {"id", "score", "metadata", *_VECTORS})
    return document


def _score(document: Draft, score: Native, metric: Native) -> None:
    kind = _METRICS.get(metric.text)
    if kind is None:
        take_score(document, score, "unknown")
        return
    take_score(document, score, kind, metric=metric.text, higher=kind == "similarity")
    if "scores" in document.value:
        document.says("/scores/0/metric", metric)


def _hits(result: Native) -> list[Draft]:
    units = result["usage"]["rerank_units"].value or result["usage"]["rerankUnits"].value
    kind = "rerank" if units else "unknown"
    return [_hit(result, hit, kind) for hit in result["result"]["hits"].elements()]


def _hit(result: Native, hit: Native, kind: str) -> Draft:
    id_, score = _either(hit, _ID), _either(hit, _SCORE)
    document = _document(result, id_)
    take_score(document, score, kind, higher=True if kind == "rerank" else None)
    text = take_text(document, hit["fields"], result["text_key"])
    take_metadata(document, hit["fields"], {text})
    take_metadata(document, hit, {str(id_.key), str(score.key), "fields"})
    return document


def _either(hit: Native, names: tuple[str, ...]) -> Native:
    return next((hit[name] for name in names if hit[name].is_there), hit[names[0]])


def _document(result: Native, id_: Native) -> Draft:
    document = Draft()
    document.take(id_, "/id", Id)
    document.take(result["namespace"], "/collection", Id)
    return document


query = Store(name="a Pinecone query result", recognises=_is_query, read=_matches)
search = Store(name="a Pinecone search result", recognises=_is_search, read=_hits)
