"""A store's client of today and the one before it hand over the same documents.

Each writes its objects out in an environment of its own; ``make test`` sets up the earlier one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec
import pytest

from gateway.intake.dialects import load
from gateway.intake.door import examine
from tests.clients.pages import IDS, TEXTS, VECTOR
from tests.conftest import CI, ROOT
from tests.unit.gateway.intake.mutants import assert_accounted

EARLIER = Path(sys.prefix) / "earlier-clients" / "bin" / "python"
PINS = (ROOT / "tests" / "clients" / "earlier.in").read_text("utf-8").split()
MESSAGES = [{"role": "user", "content": "hi"}]

Score = tuple[str, str | None, bool | None, float]

UNKNOWN: tuple[Score, ...] = (("unknown", None, None, 0.75), ("unknown", None, None, 0.5))
HIGHER: Score = ("unknown", None, True, 0.75)
# For each of the two pages: what is said of it, and what kind of number it is.
SCORES: dict[str, dict[str, list[list[Score]]]] = {
    "langchain-core": {
        "model_dump": [[HIGHER], []],
        "dict": [[HIGHER], []],
        "dumpd": [[HIGHER], []],
        "scored": [[HIGHER, ("unknown", None, None, 0.5)], [("unknown", None, None, 0.25)]],
    },
    "llama-index-core": {
        "model_dump": [[HIGHER], []],
        "to_dict": [[HIGHER], []],
        "the node's to_dict": [[HIGHER], []],
    },
    "pinecone": {
        "query": [[one] for one in UNKNOWN],
        "query, and its metric": [
            [("distance", "euclidean", False, 0.75)],
            [("distance", "euclidean", False, 0.5)],
        ],
        "search": [[("rerank", None, True, 0.75)], [("rerank", None, True, 0.5)]],
    },
    "weaviate-client": {
        "query": [
            [("distance", "cosine", False, 0.25), ("certainty", "cosine", True, 0.875)],
            [("distance", "cosine", False, 0.5), ("certainty", "cosine", True, 0.75)],
        ],
    },
}
FORMS = [(library, form) for library, forms in SCORES.items() for form in forms]
SAID_BY_ID = {"langchain-core": ("a", "d2"), "weaviate-client": IDS}
SOURCE = {"uri": "kb://a"}
# What a library says of the first page beside text and id.
BESIDE: dict[str, dict[str, Any]] = {
    "langchain-core": SOURCE,
    "llama-index-core": SOURCE,
    "pinecone": {**SOURCE, "metadata": {"page": 3}},
    "weaviate-client": {},
}
# Pinecone's search does not say its namespace, and no other form has one.
COLLECTIONS = {
    ("pinecone", "query"): "faq",
    ("pinecone", "query, and its metric"): "faq",
    ("weaviate-client", "query"): "Page",
}
# The vectors stand in these; Pinecone's search and LangChain return none.
VECTORS = {
    ("llama-index-core", "model_dump"),
    ("llama-index-core", "to_dict"),
    ("llama-index-core", "the node's to_dict"),
    ("pinecone", "query"),
    ("pinecone", "query, and its metric"),
    ("weaviate-client", "query"),
}


@cache
def _written(interpreter: str, library: str) -> dict[str, Any]:
    script = ROOT / "tests" / "clients" / "written.py"
    done = subprocess.run(
        (interpreter, "-W", "ignore", script, library),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert 0 == done.returncode, done.stderr
    written: dict[str, Any] = json.loads(done.stdout)
    return written


@pytest.fixture(params=["earlier", "today's"])
def interpreter(request: pytest.FixtureRequest) -> str:
    is_earlier = request.param == "earlier"
    if not (EARLIER.exists() if is_earlier else find_spec("weaviate")):
        (pytest.fail if CI else pytest.skip)(f"`make test` installs {request.param} clients")
    return str(EARLIER) if is_earlier else sys.executable


def _received(result: Any) -> Any:
    body = json.dumps({"messages": MESSAGES, "knowledge": result}).encode()
    return examine(body, content_type="application/json", dialect=None, strict=False).settled


def _scores(document: dict[str, Any]) -> list[Score]:
    return [
        (score["kind"], score.get("metric"), score.get("higher_is_better"), score["value"])
        for score in document.get("scores", [])
    ]


def test_the_two_versions_are_two(interpreter: str) -> None:
    found = {f"{library}=={_written(interpreter, library)['version']}" for library in SCORES}
    pinned = {line for line in PINS if "==" in line}

    assert (found if interpreter == str(EARLIER) else set()) == found & pinned
    assert {*SCORES} == {line.partition("==")[0] for line in pinned}


@pytest.mark.parametrize("library", SCORES)
def test_every_form_that_a_version_writes_is_tested(interpreter: str, library: str) -> None:
    assert SCORES[library].keys() == _written(interpreter, library)["forms"].keys()


@pytest.mark.parametrize(("library", "form"), FORMS)
def test_a_version_hands_over_the_same_documents(interpreter: str, library: str, form: str) -> None:
    found = _received(_written(interpreter, library)["forms"][form])
    first, second = msgspec.to_builtins(found.handoff)["knowledge"]["documents"]

    ids = SAID_BY_ID.get(library, ("a", "b"))
    for number, document in enumerate((first, second)):
        assert (ids[number], TEXTS[number]) == (document["id"], document["content"])
        assert number + 1 == document["rank"]
        assert COLLECTIONS.get((library, form)) == document.get("collection")
        assert SCORES[library][form][number] == _scores(document)
    said = {"id", "content", "rank", "collection", "scores"}
    beside = {name: value for name, value in first.items() if name not in said}
    assert BESIDE[library] == _without_what_is_null(beside)


@pytest.mark.parametrize(("library", "form"), FORMS)
def test_a_version_loses_its_vectors_and_nothing_else(
    interpreter: str, library: str, form: str
) -> None:
    result = _written(interpreter, library)["forms"][form]
    found = _received(result)

    told = [one for one in found.loss if "embedding vector" in one.reason]
    assert ((library, form) in VECTORS) == (1 == len(told))
    assert ((library, form) in VECTORS) == (str(VECTOR[0]) in json.dumps(result))
    assert str(VECTOR[0]) not in f"{found.handoff}{found.unmapped}"
    assert_accounted(load("openai_chat"), {"messages": MESSAGES, "knowledge": result})


def _without_what_is_null(document: dict[str, Any]) -> dict[str, Any]:
    """Weaviate's fourth version says of more that it does not know it."""
    said = {name: one for name, one in document.get("metadata", {}).items() if one is not None}
    rest = {name: one for name, one in document.items() if name != "metadata"}
    return {**rest, **({"metadata": said} if said else {})}
