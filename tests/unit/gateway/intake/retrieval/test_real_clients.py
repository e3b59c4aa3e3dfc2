"""What the stores' own client libraries make is read, not only samples of it.

Each library is a test dependency; where it is not installed its test is skipped by name.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from uuid import UUID

import msgspec
import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import unread
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval import take_result

UUID_1 = UUID("03f2e0cd-0729-5377-b1ed-1f76701fb340")


def _read(result: Any) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The documents, and what no rule read."""
    native = Native("", json.loads(json.dumps(result, default=str)))
    draft = Draft()
    assert take_result(draft, native)
    return draft.value["knowledge"]["documents"], unread(draft, native)


def test_documents_of_langchain() -> None:
    documents = pytest.importorskip("langchain_core.documents")
    load = pytest.importorskip("langchain_core.load")
    found = documents.Document(
        id="a", page_content="A", metadata={"source": "kb://a", "relevance_score": 0.7}
    )
    bare = documents.Document(page_content="B")

    written = [found.model_dump(), bare.model_dump()]
    serialized = [load.dumpd(found), load.dumpd(bare)]

    assert _read(written) == _read(serialized)
    assert (
        [
            {
                "id": "a",
                "content": "A",
                "uri": "kb://a",
                "rank": 1,
                "scores": [{"kind": "unknown", "value": 0.7, "higher_is_better": True}],
            },
            {"id": "d2", "content": "B", "rank": 2},
        ],
        {},
    ) == _read(written)


def test_nodes_of_llama_index() -> None:
    schema = pytest.importorskip("llama_index.core.schema")
    text = schema.TextNode(id_="a", text="A", metadata={"url": "kb://a"}, embedding=[0.1, 0.2])
    node = schema.Node(id_="b", text_resource=schema.MediaResource(text="B"))

    found = [
        schema.NodeWithScore(node=text, score=0.3).to_dict(),
        schema.NodeWithScore(node=node).model_dump(mode="json"),
    ]

    score = {"kind": "unknown", "value": 0.3, "higher_is_better": True}
    expected = [
        {"id": "a", "content": "A", "uri": "kb://a", "scores": [score], "rank": 1},
        {"id": "b", "content": "B", "rank": 2},
    ]
    documents, left = _read(found)
    assert expected == [
        {name: value for name, value in one.items() if name != "metadata"} for one in documents
    ]
    assert {} == left


def test_matches_of_pinecone() -> None:
    responses = pytest.importorskip("pinecone.models.vectors.responses")
    vectors = pytest.importorskip("pinecone.models.vectors.vector")
    match = vectors.ScoredVector(id="a", score=0.3, values=[0.1], metadata={"text": "A"})
    answer = responses.QueryResponse(matches=[match], namespace="n").to_dict()

    score = {"kind": "similarity", "metric": "cosine", "value": 0.3, "higher_is_better": True}
    document = {"id": "a", "content": "A", "collection": "n", "scores": [score], "rank": 1}
    assert ([document], {"/usage": None, "/response_info": None}) == _read(
        {**answer, "metric": "cosine"}
    )


def test_hits_of_pinecone() -> None:
    search = pytest.importorskip("pinecone.models.vectors.search")
    hit = search.Hit(id_="a", score_=0.9, fields={"chunk_text": "A", "page": 3})
    usage = search.SearchUsage(read_units=6, rerank_units=1)
    answer = search.SearchRecordsResponse(result=search.SearchResult(hits=[hit]), usage=usage)

    score = {"kind": "rerank", "value": 0.9, "higher_is_better": True}
    expected = {"id": "a", "content": "A", "scores": [score], "metadata": {"page": 3}, "rank": 1}
    for written in (answer.to_dict(), msgspec.to_builtins(answer)):
        documents, left = _read(written)
        assert [expected] == documents
        assert {"/usage", "/response_info"} == set(left)


def test_generated_answers_of_weaviate() -> None:
    internal = pytest.importorskip("weaviate.collections.classes.internal")
    one = internal.GenerativeObject(
        generated="G",
        generative=internal.GenerativeSingle(debug=None, metadata=None, text="G"),
        uuid=UUID_1,
        metadata=internal.MetadataReturn(distance=0.2, certainty=0.9),
        properties={"content": "A"},
        references=None,
        vector={},
        collection="C",
    )
    # Only the objects' own part is a dataclass; who writes one out adds what was generated.
    written = {**dataclasses.asdict(one), "generative": dataclasses.asdict(one.generative)}
    (document,), _ = _read({"objects": [written]})

    assert ["distance", "certainty"] == [score["kind"] for score in document["scores"]]
    assert {"text": "G", "debug": None, "metadata": None} == document["metadata"]["generative"]


def test_rows_of_weaviates_graphql() -> None:
    internal = pytest.importorskip("weaviate.collections.classes.internal")
    row = {
        "content": "A",
        "_additional": {"id": str(UUID_1), "score": "0.5", "explainScore": "BM25"},
    }
    answer = internal._RawGQLReturn(aggregate={}, explore={}, get={"C": [row]}, errors=None)
    (document,), left = _read({"data": {"Get": answer.get}})

    assert [{"kind": "bm25", "value": 0.5, "higher_is_better": True}] == document["scores"]
    assert (str(UUID_1), "C", {}) == (document["id"], document["collection"], left)


def test_objects_of_weaviate() -> None:
    internal = pytest.importorskip("weaviate.collections.classes.internal")
    one = internal.Object(
        uuid=UUID_1,
        metadata=internal.MetadataReturn(score=0.9, explain_score="BM25F"),
        properties={"content": "A"},
        references=None,
        vector={"default": [0.1]},
        collection="C",
    )
    documents, left = _read(dataclasses.asdict(internal.QueryReturn(objects=[one])))

    score = {"kind": "bm25", "value": 0.9, "higher_is_better": True}
    metadata = {"explain_score": "BM25F", "creation_time": None, "is_consistent": None}
    document = {"id": str(UUID_1), "content": "A", "collection": "C", "scores": [score], "rank": 1}
    assert [{**document, "metadata": metadata}] == documents
    assert {"/query_profile": None} == left
