"""One retrieval in the form of every store is the same documents, wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.intake.dialects import choose, load
from gateway.intake.door import examine
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.retrieved import MEMBERS
from gateway.intake.errors import DialectUnknown
from gateway.intake.retrieval import result_name, take_result
from tests.unit.gateway.intake.mutants import assert_accounted, mutants

REFERENCE = "langchain_documents_model_dump"

# What a shape has no room for in its sample, so that no comparison can ask it: Pinecone's search
# returned only the fields that were asked for; Weaviate has ids of its own; Pinecone and Weaviate
# were not given the date and the language.
CANNOT_SAY: dict[str, tuple[str, ...]] = {
    "langchain_documents_dumpd": (),
    "langchain_documents_model_dump": (),
    "langchain_retriever_result": (),
    "langchain_similarity_search_with_score": (),
    "llamaindex_node_with_score_model_dump": (),
    "llamaindex_node_with_score_to_dict": (),
    "pgvector_rows": (),
    "pinecone_query_response_rest": ("updated_at", "language"),
    "pinecone_query_response_to_dict": ("updated_at", "language"),
    "pinecone_search_records_response": ("updated_at", "language", "uri", "chunk"),
    "weaviate_graphql_get": ("updated_at", "language", "id"),
    "weaviate_query_return_asdict": ("updated_at", "language", "id"),
}

# What only the store has to say is no part of the document.
_OF_THE_STORE = ("scores", "collection", "query")

# A score by each kind and direction; equal samples have equal scores.
SCORES: dict[str, list[tuple[str, str | None, bool | None, float]]] = {
    "langchain_documents_dumpd": [],
    "langchain_documents_model_dump": [],
    "langchain_retriever_result": [],
    "langchain_similarity_search_with_score": [("unknown", None, None, 0.2798985575755825)],
    "llamaindex_node_with_score_model_dump": [("unknown", None, True, 0.2798985575755825)],
    "llamaindex_node_with_score_to_dict": [("unknown", None, True, 0.2798985575755825)],
    "pgvector_rows": [("distance", None, False, 0.7201014424244174)],
    "pinecone_query_response_rest": [("unknown", None, None, 0.2798985575755825)],
    "pinecone_query_response_to_dict": [("unknown", None, None, 0.2798985575755825)],
    "pinecone_search_records_response": [("rerank", None, True, 0.2798985575755825)],
    "weaviate_graphql_get": [
        ("distance", "cosine", False, 0.7201014424244174),
        ("certainty", "cosine", True, 0.6399492787877913),
        ("unknown", None, True, 0.2798985575755825),
        ("rerank", None, True, 0.2798985575755825),
    ],
    "weaviate_query_return_asdict": [
        ("distance", "cosine", False, 0.7201014424244174),
        ("certainty", "cosine", True, 0.6399492787877913),
        ("hybrid", None, True, 0.2798985575755825),
        ("rerank", None, True, 0.2798985575755825),
    ],
}

VECTORS = {
    "pgvector_rows": 4,
    "weaviate_query_return_asdict": 4,
    "pinecone_query_response_rest": 1,
    "pinecone_query_response_to_dict": 1,
}

CONVERSATIONS = {
    "openai_chat": [{"role": "user", "content": "hi"}],
    "anthropic": [{"role": "user", "content": "hi"}],
    "langchain": [{"type": "human", "content": "hi"}],
    "vercel_ai": [{"id": "1", "role": "user", "parts": [{"type": "text", "text": "hi"}]}],
    "otel_genai": [{"role": "user", "parts": [{"type": "text", "content": "hi"}]}],
}


def _sample(shared: Path, name: str) -> Any:
    return json.loads((shared / "data" / "dialects" / f"{name}.json").read_text("utf-8"))


def _documents(result: Any) -> list[dict[str, Any]]:
    draft = Draft()
    assert take_result(draft, Native("", result))
    documents: list[dict[str, Any]] = draft.value["knowledge"]["documents"]
    return documents


def _compared(documents: list[dict[str, Any]], without: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {
            **{n: v for n, v in one.items() if n not in (*_OF_THE_STORE, "metadata", *without)},
            **{n: v for n, v in one.get("metadata", {}).items() if n == "chunk" not in without},
        }
        for one in documents
    ]


def test_every_sample_of_a_store_is_compared(shared: Path) -> None:
    found = {
        path.stem
        for path in (shared / "data" / "dialects").glob("*.json")
        if result_name(json.loads(path.read_text("utf-8")))
    }

    assert found == CANNOT_SAY.keys() == SCORES.keys()


@pytest.mark.parametrize("name", CANNOT_SAY)
def test_the_documents_are_the_same_in_every_shape(shared: Path, name: str) -> None:
    # Two documents are all that the sample of a retriever holds.
    found = _documents(_sample(shared, name))
    expected = _documents(_sample(shared, REFERENCE))[: len(found)]

    assert _compared(expected, CANNOT_SAY[name]) == _compared(found, CANNOT_SAY[name])


@pytest.mark.parametrize("name", SCORES)
def test_a_score_keeps_its_kind_its_metric_and_its_direction(shared: Path, name: str) -> None:
    first = _documents(_sample(shared, name))[0]

    assert SCORES[name] == [
        (score["kind"], score.get("metric"), score.get("higher_is_better"), score["value"])
        for score in first.get("scores", [])
    ]


@pytest.mark.parametrize("name", CANNOT_SAY)
def test_vectors_are_left_out_and_that_is_told(shared: Path, name: str) -> None:
    body = {"messages": CONVERSATIONS["openai_chat"], "retrieved": _sample(shared, name)}

    reception = examine(
        json.dumps(body).encode(), content_type="application/json", dialect=None, strict=False
    )

    told = [loss for loss in reception.settled.loss if "embedding vector" in loss.reason]
    assert VECTORS.get(name, 0) == len(told)
    assert "0.19714" not in str(reception.settled.handoff)
    assert "0.19714" not in str(reception.settled.unmapped)


@pytest.mark.parametrize("dialect", CONVERSATIONS)
@pytest.mark.parametrize("member", MEMBERS)
def test_documents_stand_beside_the_messages_of_every_dialect(
    shared: Path, dialect: str, member: str
) -> None:
    found = _sample(shared, "pgvector_rows")
    document = {"messages": CONVERSATIONS[dialect], member: found}

    handoff = load(dialect).normalize(document).handoff

    assert _documents(found) == handoff["knowledge"]["documents"]
    assert_accounted(load(dialect), document)


def test_documents_stand_beside_the_items_of_a_response(shared: Path) -> None:
    found = _sample(shared, "langchain_retriever_result")
    document = {"input": [{"type": "message", "role": "user", "content": "hi"}], "context": found}

    handoff = load("openai_responses").normalize(document).handoff

    assert _documents(found) == handoff["knowledge"]["documents"]
    assert [found["query"]] == handoff["knowledge"]["queries"]
    assert_accounted(load("openai_responses"), document)


def test_documents_of_a_graphs_state_are_no_variable_of_it(shared: Path) -> None:
    found = _sample(shared, "langchain_documents_model_dump")
    document = {"messages": [], "documents": found, "plan": "b", "__interrupt__": []}

    handoff = load("langgraph").normalize(document).handoff

    assert {"plan": "b"} == handoff["conversation"]["variables"]
    assert _documents(found) == handoff["knowledge"]["documents"]
    assert_accounted(load("langgraph"), document)


def test_documents_in_the_artifact_of_a_tool_are_taken(shared: Path) -> None:
    found = _sample(shared, "langchain_similarity_search_with_score")
    document = [
        {"type": "tool", "content": "two pages", "tool_call_id": "c1", "artifact": found},
        {"type": "tool", "content": "a picture", "tool_call_id": "c2", "artifact": {"size": 3}},
    ]

    normalized = load("langchain").normalize(document)

    assert _documents(found) == normalized.handoff["knowledge"]["documents"]
    assert {"/1/artifact": {"size": 3}} == normalized.unmapped
    assert_accounted(load("langchain"), document)


@pytest.mark.parametrize("name", CANNOT_SAY)
def test_a_result_without_a_conversation_is_refused_and_told_where_it_belongs(
    shared: Path, name: str
) -> None:
    with pytest.raises(DialectUnknown, match=r'holds no conversation.*the member "knowledge"'):
        choose(_sample(shared, name), None)


@pytest.mark.parametrize("name", CANNOT_SAY)
@given(data=st.data())
@settings(max_examples=25)
def test_a_result_gone_wrong_loses_nothing(shared: Path, name: str, data: st.DataObject) -> None:
    sample = _sample(shared, name)
    short = sample[:2] if isinstance(sample, list) else sample
    changed = data.draw(mutants(short))

    assert_accounted(
        load("openai_chat"), {"messages": CONVERSATIONS["openai_chat"], "knowledge": changed}
    )
    assert_accounted(
        load("langchain"), {"messages": CONVERSATIONS["langchain"], "knowledge": changed}
    )


@pytest.mark.parametrize("value", [None, "text", 3, [], {}, [1], [[]], {"query": "x"}, {"a": {}}])
def test_what_is_no_result_is_left_alone(value: Any) -> None:
    draft = Draft()

    assert not take_result(draft, Native("", value))
    assert "" == result_name(value)
    assert {} == draft.value


def test_several_results_in_a_list_are_taken_in_order() -> None:
    first = {"matches": [{"id": "a", "score": 1.0}], "namespace": "n"}
    second = [{"page_content": "b"}]
    draft = Draft()

    assert take_result(draft, Native("", [first, second]))
    assert [("a", 1), ("d2", 1)] == [
        (one["id"], one["rank"]) for one in draft.value["knowledge"]["documents"]
    ]
    assert "" != result_name([first, second])
