"""What the bot looked up, and what of it the customer has already seen."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import UNSET

from gateway.schema.scalars import Count, Id, Json, Lang, Maybe, Text, Time
from gateway.schema.struct import Canonical

ScoreKind: TypeAlias = Literal[
    "similarity", "distance", "certainty", "bm25", "hybrid", "rerank", "unknown"
]


class Score(Canonical, kw_only=True, frozen=True):
    """A score as the store gave it. No normalized score is ever invented."""

    value: float
    kind: Maybe[ScoreKind] = UNSET
    metric: Maybe[Id] = UNSET
    higher_is_better: Maybe[bool] = UNSET


class Document(Canonical, kw_only=True, frozen=True):
    """A retrieved document. Embedding vectors are dropped, and the drop is recorded."""

    id: Id
    content: Maybe[Text] = UNSET
    title: Maybe[Text] = UNSET
    uri: Maybe[Text] = UNSET
    collection: Maybe[Id] = UNSET
    section: Maybe[Text] = UNSET
    language: Maybe[Lang] = UNSET
    updated_at: Maybe[Time] = UNSET
    retrieved_at: Maybe[Time] = UNSET
    query: Maybe[Text] = UNSET
    rank: Maybe[Count] = UNSET
    scores: Maybe[tuple[Score, ...]] = UNSET
    metadata: Maybe[dict[str, Json]] = UNSET
    shown_to_customer: Maybe[bool] = UNSET
    cited_in: Maybe[tuple[Id, ...]] = UNSET


class Knowledge(Canonical, kw_only=True, frozen=True):
    """The queries the bot ran and the documents it got."""

    queries: Maybe[tuple[Text, ...]] = UNSET
    documents: Maybe[tuple[Document, ...]] = UNSET
