"""The bodies in the guides about retrieved documents and turns come in as the pages say."""

from __future__ import annotations

import json

from gateway.intake.dialects import choose, load
from gateway.intake.door import examine
from gateway.intake.retrieval.documents import TEXT_KEYS
from gateway.intake.turns.reading import read_turn
from gateway.schema.knowledge import Knowledge
from tests.docs.fenced import ROOT, of_language

RETRIEVED = "docs/guides/retrieved-documents.md"
TURNS = "docs/guides/turn-by-turn.md"


def test_the_example_of_retrieved_documents_is_read() -> None:
    (body,) = of_language(RETRIEVED, "json")

    settled = examine(
        body.encode(), content_type="application/json", dialect=None, strict=False
    ).settled

    knowledge = settled.handoff.knowledge
    assert isinstance(knowledge, Knowledge)
    assert ("compensation for delays",) == knowledge.queries
    ((document,), (loss,)) = knowledge.documents, settled.loss
    assert ("policy-29", "kb://refunds", 1) == (document.id, document.uri, document.rank)
    (score,) = document.scores
    assert ("similarity", "cosine", True) == (score.kind, score.metric, score.higher_is_better)
    assert "/knowledge/matches/0/values" == loss.path
    assert {} == settled.unmapped


def test_the_names_of_texts_are_those_that_are_tried() -> None:
    page = (ROOT / RETRIEVED).read_text(encoding="utf-8")

    assert ", ".join(f"`{name}`" for name in TEXT_KEYS) in page


def test_the_turn_of_the_guide_is_one_and_the_handoff_has_no_messages() -> None:
    turn, handoff = of_language(TURNS, "json")

    read = read_turn(
        turn.encode(),
        content_type="application/json",
        dialect=None,
        conversation="c-81",
        max_body=1 << 20,
    )

    assert "canonical" == read.dialect
    assert load("canonical") == choose(json.loads(handoff), None)
    assert "messages" not in json.loads(handoff)["conversation"]
