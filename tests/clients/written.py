"""What a client library hands its users, as they write it out: run in two environments.

``python written.py pinecone`` prints ``{"version": …, "forms": {how it was written: what}}``. Both
versions of a library are given the same two pages; whatever differs is the library's doing.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Any
from uuid import UUID

# Beside this script, in whichever environment it runs.
from answering import answering
from pages import IDS, TEXTS, VECTOR


def pinecone() -> dict[str, Any]:
    """The client asks a server, over its REST interface."""
    from pinecone import Pinecone

    answers = {"/query": _query(), "/records/namespaces/faq/search": _search()}
    with answering(answers) as url:
        index = Pinecone(api_key="none").Index(host=url)
        asked = {"include_metadata": True, "include_values": True, "namespace": "faq"}
        query = index.query(vector=[*VECTOR], top_k=2, **asked)
        wanted = {"inputs": {"text": "refund"}, "top_k": 2}
        search = index.search(namespace="faq", query=wanted)
    euclidean = {**query.to_dict(), "metric": "euclidean"}
    return {
        "query": query.to_dict(),
        "query, and its metric": euclidean,
        "search": search.to_dict(),
    }


def weaviate() -> dict[str, Any]:
    """3.x asks over GraphQL; 4.x would ask over gRPC, so its classes are used without a server."""
    return _graphql() if version("weaviate-client").startswith("3.") else _collections()


def langchain_core() -> dict[str, Any]:
    """Documents, alone and in pairs with their score."""
    from langchain_core.documents import Document
    from langchain_core.load import dumpd

    first = {"id": "a", "metadata": {"source": "kb://a", "relevance_score": 0.75}}
    found = [Document(page_content=TEXTS[0], **first), Document(page_content=TEXTS[1])]
    return {
        "model_dump": [one.model_dump() for one in found],
        "dict": [dict(one) for one in found],
        "dumpd": [dumpd(one) for one in found],
        "scored": [
            [one.model_dump(), score] for one, score in zip(found, (0.5, 0.25), strict=True)
        ],
    }


def llama_index_core() -> dict[str, Any]:
    """A node of text with its vector, and one that may be no text at all."""
    from llama_index.core.schema import MediaResource, Node, NodeWithScore, TextNode

    first = TextNode(id_="a", text=TEXTS[0], metadata={"source": "kb://a"}, embedding=[*VECTOR])
    second = Node(id_="b", text_resource=MediaResource(text=TEXTS[1]))
    found = [NodeWithScore(node=first, score=0.75), NodeWithScore(node=second)]
    return {
        "model_dump": [one.model_dump(mode="json") for one in found],
        "to_dict": [one.to_dict() for one in found],
        "the node's to_dict": [{"node": one.node.to_dict(), "score": one.score} for one in found],
    }


def _query() -> dict[str, Any]:
    page = {"text": TEXTS[0], "source": "kb://a", "page": 3}
    first = {"id": "a", "score": 0.75, "values": VECTOR, "metadata": page}
    second = {"id": "b", "score": 0.5, "values": [], "metadata": {"text": TEXTS[1]}}
    return {"matches": [first, second], "namespace": "faq", "usage": {"readUnits": 5}}


def _search() -> dict[str, Any]:
    page = {"chunk_text": TEXTS[0], "source": "kb://a", "page": 3}
    first = {"_id": "a", "_score": 0.75, "fields": page}
    second = {"_id": "b", "_score": 0.5, "fields": {"chunk_text": TEXTS[1]}}
    usage = {"read_units": 6, "rerank_units": 1}
    return {"result": {"hits": [first, second]}, "usage": usage}


def _graphql() -> dict[str, Any]:
    import weaviate

    more = ["id", "distance", "certainty", "vector"]
    scores = ((0.25, 0.875, VECTOR), (0.5, 0.75, []))
    rows = [
        {"content": text, "_additional": dict(zip(more, (id_, *score), strict=True))}
        for text, id_, score in zip(TEXTS, IDS, scores, strict=True)
    ]
    answer = {"data": {"Get": {"Page": rows}}}
    with answering({"/v1/meta": {"version": "1.24.0"}, "/v1/graphql": answer}) as url:
        client = weaviate.Client(url, startup_period=None)
        query = client.query.get("Page", ["content"]).with_additional(more)
        return {"query": query.with_near_vector({"vector": [*VECTOR]}).do()}


def _collections() -> dict[str, Any]:
    from weaviate.collections.classes import internal

    scores = ((0.25, 0.875, {"default": [*VECTOR]}), (0.5, 0.75, {}))
    objects = [
        internal.Object(
            uuid=UUID(id_),
            metadata=internal.MetadataReturn(distance=distance, certainty=certainty),
            properties={"content": text},
            references=None,
            vector=vector,
            collection="Page",
        )
        for text, id_, (distance, certainty, vector) in zip(TEXTS, IDS, scores, strict=True)
    ]
    return {"query": dataclasses.asdict(internal.QueryReturn(objects=objects))}


LIBRARIES: dict[str, Callable[[], dict[str, Any]]] = {
    "langchain-core": langchain_core,
    "llama-index-core": llama_index_core,
    "pinecone": pinecone,
    "weaviate-client": weaviate,
}

if __name__ == "__main__":
    library = sys.argv[1]
    print(json.dumps({"version": version(library), "forms": LIBRARIES[library]()}, default=str))
