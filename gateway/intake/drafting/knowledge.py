"""Retrieved documents and queries that a transcript carries, as ``knowledge``."""

from __future__ import annotations

from msgspec import UNSET

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES, number_messages
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.origin import Generated
from gateway.schema.scalars import Json, Text

_DOCUMENTS = "/knowledge/documents"
_QUERIES = "/knowledge/queries"


def add_document(draft: Draft, document: Draft) -> None:
    """Adds a document; one without an id gets one by its position, marked as generated."""
    if not document.trail.says_anything():
        return
    known = draft.at(_DOCUMENTS)
    number = len(known) + 1 if is_list(known) else 1
    is_new = "id" not in document.value
    document.value.setdefault("id", f"d{number}")
    place = draft.append(_DOCUMENTS, document)
    if place and is_new:
        draft.generated.append(Generated(path=f"{place}/id", rule="knowledge.document_id"))


def add_query(draft: Draft, query: Native) -> None:
    """Adds what was searched for; nothing where it is no text."""
    if not query.text or not fits(query.value, Text):
        return
    if draft.at(_QUERIES) is UNSET:
        draft.make(_QUERIES, [])
    queries = draft.at(_QUERIES)
    if is_list(queries):
        queries.append(query.value)
        draft.says(f"{_QUERIES}/{len(queries) - 1}", query)


def text_of_blocks(document: Draft, blocks: Native) -> None:
    """The content of a document that is written as a list of text blocks."""
    texts = [block["text"] for block in blocks.elements() if block["text"].text]
    document.make("/content", "\n".join(text.text for text in texts) or None, *texts)


def mark_cited(draft: Draft) -> None:
    """Names, for each document, the messages whose text cites it; to be called when all messages
    are there.
    """
    documents = draft.at(_DOCUMENTS)
    if not is_list(documents):
        return
    messages = draft.at(MESSAGES)
    if not is_list(messages):
        return
    ids = number_messages(draft)
    for index, document in enumerate(filter(is_object, documents)):
        own = {document.get("id"), document.get("uri")} - {None}
        cited = [id_ for id_, message in zip(ids, messages, strict=True) if own & _cited(message)]
        if cited and "cited_in" not in document:
            document["cited_in"] = cited
            path = f"{_DOCUMENTS}/{index}/cited_in"
            draft.generated.append(Generated(path=path, rule="knowledge.cited_in"))


def _cited(message: dict[str, Json]) -> set[str]:
    """The ids and addresses of what the message's texts cite."""
    content = message.get("content")
    return {
        citation[name]
        for part in (content if is_list(content) else ())
        for citation in part.get("citations", ())
        for name in ("document_id", "uri")
        if name in citation
    }
