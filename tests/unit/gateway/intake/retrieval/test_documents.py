"""The members of a retrieved document: scores, vectors, metadata."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.retrieval.documents import (
    drop_vector,
    is_vector,
    take_metadata,
    take_score,
    take_text,
)


@pytest.mark.parametrize(
    "value",
    [
        [0.1, -2, 3],
        [[0.1], [0.2, 0.3]],
        {"default": [0.1]},
        {"indices": [1, 7], "values": [0.5, 0.5]},
        "[0.1,-2e-05,3]",
        "{1:0.5,3:0.25}/1536",
    ],
)
def test_an_embedding_is_dropped_and_told(value: Any) -> None:
    document = Draft()

    drop_vector(document, Native("/embedding", value))

    assert is_vector(value)
    assert {} == document.value
    assert {"embedding_vector"} == set(document.noise.values())
    assert ["/embedding"] == [loss.path for loss in document.losses]


@pytest.mark.parametrize("value", ["[see page 3]", "[]x", [1, "a"], [True], {"a": "b"}, 7, "{1}"])
def test_what_is_no_embedding_is_kept(value: Any) -> None:
    document = Draft()

    drop_vector(document, Native("/a/embedding", value))

    assert not is_vector(value)
    assert {"metadata": {"embedding": value}} == document.value
    assert [] == document.losses


@pytest.mark.parametrize("value", [None, [], {}, ""])
def test_no_embedding_at_all_is_no_loss(value: Any) -> None:
    document = Draft()

    drop_vector(document, Native("/embedding", value))

    assert ({}, []) == (document.value, document.losses)
    assert {"/embedding"} == document.noise.keys()


@pytest.mark.parametrize(("value", "expected"), [(0.5, 0.5), (3, 3), ("0.25", 0.25), (-1.5, -1.5)])
def test_a_score_keeps_its_value(value: Any, expected: float) -> None:
    document = Draft()

    assert take_score(document, Native("/s", value), "distance", metric="cosine", higher=False)
    assert {
        "scores": [
            {
                "kind": "distance",
                "value": expected,
                "metric": "cosine",
                "higher_is_better": False,
            }
        ]
    } == document.value
    assert {"/s": ("/scores/0/value",)} == document.mapped


@pytest.mark.parametrize("value", [True, "high", "nan", "1e999", [], {"a": 1}])
def test_what_is_no_number_is_no_score(value: Any) -> None:
    document = Draft()

    assert not take_score(document, Native("/s", value), "unknown")
    assert {} == document.value


def test_a_score_that_was_not_computed_says_nothing() -> None:
    document = Draft()

    assert take_score(document, Native("/s", None), "unknown")
    assert {"/s": "null_member"} == document.noise


def test_the_text_is_where_the_sender_says_or_where_it_usually_is() -> None:
    holder = Native("/m", {"text": "a", "story": "b", "content": "c"})

    first, second = Draft(), Draft()
    assert "story" == take_text(first, holder, Native("/text_key", "story"))
    assert "text" == take_text(second, holder, Native("/text_key"))
    assert ({"content": "b"}, {"content": "a"}) == (first.value, second.value)
    assert ("/content",) == first.mapped["/text_key"]
    assert "" == take_text(Draft(), Native("/m", {"text": 3}), Native(""))


def test_what_has_a_place_of_its_own_stands_there_and_the_rest_is_metadata() -> None:
    document = Draft()

    take_metadata(
        document,
        Native("/m", {"source": "kb://a", "url": "kb://b", "lang": 3, "x/y": {"z": 1}, "read": 0}),
        {"read"},
    )

    assert {
        "uri": "kb://a",
        "metadata": {"url": "kb://b", "lang": 3, "x/y": {"z": 1}},
    } == document.value
    assert ("/metadata/x~1y/z",) == document.mapped["/m/x~1y/z"]


@pytest.mark.parametrize(("value", "why"), [(None, "null_member"), ({}, "empty_member")])
def test_no_metadata_says_nothing(value: Any, why: str) -> None:
    document = Draft()

    take_metadata(document, Native("/m", value))

    assert {"/m": why} == document.noise
