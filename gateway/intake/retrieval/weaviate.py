"""What Weaviate answers: objects of the Python client (``asdict``) and GraphQL's ``Get``.

Read in weaviate-client 4.23.1 and 3.26.7. One object may have several scores at once; GraphQL
writes some of them as text. Certainty exists for the cosine metric only, so where it stands the
metric is known.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    NULL_MEMBER,
    drop_vector,
    take_metadata,
    take_score,
    take_text,
)
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Time

_VECTORS = ("vector", "vectors")


def _is_query(value: Json) -> bool:
    objects = value.get("objects") if is_object(value) else None
    if not is_list(objects) or not objects:
        return False
    return all(is_object(one) and "uuid" in one and "properties" in one for one in objects)


def _is_get(value: Json) -> bool:
    data = value.get("data") if is_object(value) else None
    classes = data.get("Get") if is_object(data) else None
    if not is_object(classes) or not classes:
        return False
    return all(is_list(found) and all(map(is_object, found)) for found in classes.values())


def _objects(result: Native) -> list[Draft]:
    return [_object(result, one) for one in result["objects"].elements()]


def _object(result: Native, one: Native) -> Draft:
    document = Draft()
    document.take(one["uuid"], "/id", Id)
    document.take(one["collection"], "/collection", Id)
    metadata = one["metadata"]
    _scores(document, metadata, metadata["explain_score"])
    take_score(document, metadata["rerank_score"], "rerank", higher=True)
    document.take(metadata["last_update_time"], "/updated_at", Time)
    _properties(document, result, one["properties"])
    _vectors(document, one)
    for name in ("references", "generated", "generative", "last_update_time", "explain_score"):
        _drop_null(document, one[name])
        _drop_null(document, metadata[name])
    _others(document, metadata)
    _others(document, one, ("metadata", "properties", *_VECTORS))
    return document


def _get(result: Native) -> list[Draft]:
    return [
        _row(result, name, row)
        for name, rows in result["data"]["Get"].members()
        for row in rows.elements()
    ]


def _row(result: Native, collection: str, row: Native) -> Draft:
    more = row["_additional"]
    document = Draft(collection=collection)
    document.take(more["id"], "/id", Id)
    _scores(document, more, more["explainScore"])
    for again in more["rerank"].elements():
        take_score(document, again["score"], "rerank", higher=True)
    _properties(document, result, row, "_additional")
    _vectors(document, more)
    _others(document, more, ("id", "rerank", *_VECTORS))
    return document


def _scores(document: Draft, holder: Native, explained: Native) -> None:
    metric = "cosine" if isinstance(holder["certainty"].value, int | float) else ""
    take_score(document, holder["distance"], "distance", metric=metric, higher=False)
    take_score(document, holder["certainty"], "certainty", metric=metric, higher=True)
    take_score(document, holder["score"], _kind(explained.text), higher=True)


def _kind(explained: str) -> str:
    """Keyword search or hybrid: more is better in both, and only the explanation tells."""
    words = explained.lower()
    if "hybrid" in words:
        return "hybrid"
    return "bm25" if "bm25" in words else "unknown"


def _properties(document: Draft, result: Native, properties: Native, *read: str) -> None:
    text = take_text(document, properties, result["text_key"])
    take_metadata(document, properties, {text, *read})


def _vectors(document: Draft, holder: Native) -> None:
    for name in _VECTORS:
        drop_vector(document, holder[name])


def _drop_null(document: Draft, member: Native) -> None:
    if member.is_there and member.value is None:
        document.drop(member, NULL_MEMBER)


def _others(document: Draft, holder: Native, read: tuple[str, ...] = ()) -> None:
    """The members that nobody has read yet."""
    known = {name for name, member in holder.members() if _is_known(document, member.at)}
    take_metadata(document, holder, {*known, *read})


def _is_known(document: Draft, at: str) -> bool:
    return at in document.mapped or at in document.noise


query = Store(name="a Weaviate query result", recognises=_is_query, read=_objects)
get = Store(name="a Weaviate GraphQL result", recognises=_is_get, read=_get)
