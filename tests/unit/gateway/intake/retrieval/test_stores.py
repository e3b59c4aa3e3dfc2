"""What each store's form says beyond its samples."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval import STORES, canonical, take_result


def _documents(result: Any) -> list[dict[str, Any]]:
    draft = Draft()
    assert take_result(draft, Native("", result))
    found: list[dict[str, Any]] = draft.value["knowledge"]["documents"]
    return found


def _score(result: Any) -> tuple[str, str | None, bool | None]:
    (document,) = _documents(result)
    (score,) = document["scores"]
    return score["kind"], score.get("metric"), score.get("higher_is_better")


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("cosine", ("similarity", "cosine", True)),
        ("dotproduct", ("similarity", "dotproduct", True)),
        ("euclidean", ("distance", "euclidean", False)),
        ("magic", ("unknown", None, None)),
        (None, ("unknown", None, None)),
    ],
)
def test_the_metric_of_a_pinecone_index_is_the_senders_to_say(metric: Any, expected: Any) -> None:
    match = {"id": "a", "score": 0.5, "metadata": {"text": "A"}}

    assert expected == _score({"matches": [match], "metric": metric})


@pytest.mark.parametrize(
    ("usage", "expected"),
    [({"rerank_units": 1}, ("rerank", None, True)), ({"read_units": 1}, ("unknown", None, None))],
)
def test_a_pinecone_search_that_was_reranked_has_the_rerankers_score(
    usage: Any, expected: Any
) -> None:
    hit = {"_id": "a", "_score": 0.5, "fields": {"story": "A"}}
    result = {"result": {"hits": [hit]}, "usage": usage, "text_key": "story"}

    assert expected == _score(result)
    assert "A" == _documents(result)[0]["content"]


@pytest.mark.parametrize(
    ("explained", "kind"), [("Hybrid (…)", "hybrid"), ("BM25F_…", "bm25"), (None, "unknown")]
)
def test_a_weaviate_score_is_of_the_kind_that_its_explanation_says(
    explained: Any, kind: str
) -> None:
    metadata = {"score": 0.5, "explain_score": explained}
    one = {"uuid": "u", "properties": {"content": "A"}, "metadata": metadata}

    assert (kind, None, True) == _score({"objects": [one]})


def test_a_weaviate_distance_without_certainty_has_no_metric() -> None:
    one = {"uuid": "u", "properties": {}, "metadata": {"distance": 0.5, "certainty": None}}

    assert ("distance", None, False) == _score({"objects": [one]})


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("distance", ("distance", None, False)),
        ("cosine_distance", ("distance", "cosine", False)),
        ("l2_distance", ("distance", "euclidean", False)),
        ("neg_inner_product", ("distance", "negative_inner_product", False)),
        ("inner_product", ("unknown", "inner_product", None)),
        ("similarity", ("similarity", None, True)),
        ("score", ("unknown", None, None)),
    ],
)
def test_a_column_says_what_its_score_is(column: str, expected: Any) -> None:
    assert expected == _score([{"id": 7, "content": "A", column: 0.5}])


def test_rows_of_langchains_own_table_are_read() -> None:
    row = {"id": "a", "document": "A", "cmetadata": {"source": "kb://a"}, "embedding": "[0.1]"}

    assert [{"id": "a", "content": "A", "uri": "kb://a", "rank": 1}] == _documents([row])


def test_canonical_documents_are_taken_as_they_are() -> None:
    document = {"id": "a", "content": "A", "rank": 7, "scores": [{"value": 0.5}]}

    assert [document] == _documents([document])
    assert [document] == _documents({"documents": [document], "queries": ["q"]})


@pytest.mark.parametrize(
    "value",
    [
        [{"id": "a"}, 3],
        [{"content": "A"}],
        [{"content": 3, "distance": 0.5}],
        {"matches": [{"id": "a"}]},
        {"matches": []},
        {"matches": [], "usage": {}, "more": 1, "objects": []}.get("objects"),
        {"result": {"hits": [{"_id": "a"}]}},
        {"objects": [{"uuid": "u"}]},
        {"data": {"Get": {"A": {}}}},
        {"data": {"Get": {}}},
        [[{"page_content": "A"}, 0.5, 3]],
        {"node": {"text": "A"}, "score": 0.5},
    ],
)
def test_what_only_looks_a_little_like_a_result_is_none(value: Any) -> None:
    assert [] == [store.name for store in STORES if store.recognises(value)]


@pytest.mark.parametrize("value", [[], [{"content": "A"}], {"queries": []}, {"documents": 3}])
def test_what_the_schema_does_not_have_is_no_canonical_document(value: Any) -> None:
    assert not canonical.store.recognises(value)
