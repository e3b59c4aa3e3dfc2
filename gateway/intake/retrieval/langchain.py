"""LangChain's Documents: what a retriever returns, and pairs of a document and its score.

Read in langchain-core 1.7.2 and 0.3.86, as ``model_dump`` and ``dumpd`` write them; the constructor
form is read by its keys and never constructed. Whether a pair's score is a similarity or a distance
is the store's to know: the pair does not say.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    NULL_MEMBER,
    SERIALIZER,
    take_metadata,
    take_score,
)
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json, Text

_RELEVANCE = "relevance_score"


def _are_documents(value: Json) -> bool:
    if is_list(value):
        return bool(value) and all(_is_document(item) or _is_pair(item) for item in value)
    return _is_document(value)


def _is_pair(value: Json) -> bool:
    return is_list(value) and len(value) == 2 and _is_document(value[0])


def _is_document(value: Json) -> bool:
    if not is_object(value):
        return False
    if "page_content" in value:
        return True
    members = value.get("kwargs")
    return "lc" in value and is_object(members) and "page_content" in members


def _documents(result: Native) -> list[Draft]:
    if is_object(result.value):
        return [_document(result)]
    return [_pair(item) if is_list(item.value) else _document(item) for item in result.elements()]


def _pair(pair: Native) -> Draft:
    document = _document(pair[0])
    if not take_score(document, pair[1], "unknown"):
        document.take(pair[1], "/metadata/score")
    return document


def _document(value: Native) -> Draft:
    members = value["kwargs"] if value["kwargs"].is_object else value
    document = Draft()
    if members.at != value.at:
        for name in ("lc", "type", "id"):
            document.drop(value[name], SERIALIZER)
    document.take(members["page_content"], "/content", Text)
    if members["id"].is_there and members["id"].value is None:
        document.drop(members["id"], NULL_MEMBER)
    else:
        document.take(members["id"], "/id", Id)
    if members["type"].text == "Document":
        document.drop(members["type"], SERIALIZER)
    metadata = members["metadata"]
    read = (
        {_RELEVANCE} if take_score(document, metadata[_RELEVANCE], "unknown", higher=True) else ()
    )
    take_metadata(document, metadata, read)
    return document


store = Store(name="a list of LangChain documents", recognises=_are_documents, read=_documents)
