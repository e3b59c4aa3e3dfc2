"""Documents that a bot retrieved, in whatever form its store or library returned them.

They are no handoff of their own: they stand beside the messages, or in the artifact of a tool's
message.
"""

from __future__ import annotations

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.knowledge import add_document, add_query
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval import canonical, langchain, llama_index, pgvector, pinecone, weaviate
from gateway.intake.retrieval.store import Store
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Json, Text

STORES: tuple[Store, ...] = (
    pinecone.query,
    pinecone.search,
    weaviate.query,
    weaviate.get,
    langchain.store,
    llama_index.store,
    pgvector.store,
)

# Beside what was searched for, the result stands under one of these.
_WITHIN = ("documents", "results", "result", "response")


def take_result(draft: Draft, result: Native) -> bool:
    """Takes the documents of one result, or of several in a list; False where it is none."""
    store = _store(result.value, (*STORES, canonical.store))
    if store is not None:
        _add(draft, result, store)
        return True
    if is_list(result.value):
        return _take_all(draft, list(result.elements()))
    inner = _inner(result)
    if inner is None or not take_result(draft, inner):
        return False
    add_query(draft, result["query"])
    return True


def result_name(value: Json) -> str:
    """What kind of result a document is, in words; "" where it is none."""
    store = _store(value, STORES)
    if store is not None:
        return store.name
    if is_list(value) and value and all(_store(item, STORES) for item in value):
        return f"a list, each of it {result_name(value[0])}"
    inner = _inner(Native("", value))
    return result_name(inner.value) if inner is not None else ""


def _take_all(draft: Draft, results: list[Native]) -> bool:
    """Several results in a list, each of which has to be one."""
    known = (*STORES, canonical.store)
    if not results or not all(_store(result.value, known) for result in results):
        return False
    for result in results:
        take_result(draft, result)
    return True


def _inner(result: Native) -> Native | None:
    """The result in an object that also says what was searched for."""
    if not is_object(result.value) or not result["query"].text:
        return None
    return next((result[name] for name in _WITHIN if result[name].is_there), None)


def _store(value: Json, stores: tuple[Store, ...]) -> Store | None:
    return next((store for store in stores if store.recognises(value)), None)


def _add(draft: Draft, result: Native, store: Store) -> None:
    query = result["query"]
    add_query(draft, query)
    for query_ in result["queries"].elements():
        add_query(draft, query_)
    for rank, document in enumerate(store.read(result), start=1):
        document.take(query, "/query", Text)
        document.value.setdefault("rank", rank)
        add_document(draft, document)
