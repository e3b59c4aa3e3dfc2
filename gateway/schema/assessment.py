"""What the bot made of it: why it hands over, intents, mood, urgency, confidence, risks."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import UNSET

from gateway.schema.scalars import Count, Id, Json, Lang, Maybe, Signed, Text, Time, Unit, open_enum
from gateway.schema.struct import Canonical

ReasonCode: TypeAlias = Annotated[
    str,
    open_enum(
        "customer_request",
        "low_confidence",
        "repeated_failure",
        "policy_limit",
        "out_of_scope",
        "sensitive_topic",
        "safety",
        "fraud",
        "regulatory",
        "high_value",
        "complaint",
        "negotiation",
        "emotional_distress",
        "technical_error",
        "timeout",
        "other",
    ),
]
Trigger: TypeAlias = Literal["customer", "bot", "rule", "system"]
UrgencyLevel: TypeAlias = Literal["low", "normal", "high", "critical"]
Watch: TypeAlias = Literal["stable", "watcher", "unstable"]
AuthorKind: TypeAlias = Literal["model", "human", "rule"]


class Reason(Canonical, kw_only=True, frozen=True):
    """Why the bot hands over; the bot's own word stays in ``original``."""

    code: Maybe[ReasonCode] = UNSET
    detail: Maybe[Text] = UNSET
    trigger: Maybe[Trigger] = UNSET
    original: Maybe[Text] = UNSET


class Author(Canonical, kw_only=True, frozen=True):
    """Who wrote a text."""

    kind: AuthorKind
    name: Maybe[Text] = UNSET


class Summary(Canonical, kw_only=True, frozen=True):
    """SBAR, with the contingencies that I-PASS adds."""

    headline: Maybe[Text] = UNSET
    situation: Maybe[Text] = UNSET
    background: Maybe[Text] = UNSET
    assessment: Maybe[Text] = UNSET
    recommendation: Maybe[Text] = UNSET
    contingency: Maybe[tuple[Text, ...]] = UNSET
    free_text: Maybe[Text] = UNSET
    language: Maybe[Lang] = UNSET
    author: Maybe[Author] = UNSET
    grounded_in: Maybe[tuple[Id, ...]] = UNSET


class Intent(Canonical, kw_only=True, frozen=True):
    """What the customer wants, as the bot understood it; ``rank`` 1 is the top one."""

    name: Id
    confidence: Maybe[Unit] = UNSET
    rank: Maybe[Count] = UNSET
    display_name: Maybe[Text] = UNSET
    source: Maybe[Id] = UNSET
    message_id: Maybe[Id] = UNSET
    slots: Maybe[dict[str, Json]] = UNSET


class Entity(Canonical, kw_only=True, frozen=True):
    """A value found in a message; ``start`` and ``end`` are code-point offsets into it."""

    name: Id
    value: Json
    original: Maybe[Text] = UNSET
    start: Maybe[Count] = UNSET
    end: Maybe[Count] = UNSET
    confidence: Maybe[Unit] = UNSET
    message_id: Maybe[Id] = UNSET
    extractor: Maybe[Id] = UNSET


class Sentiment(Canonical, kw_only=True, frozen=True):
    """One reading of the customer's mood, -1 to 1; ``raw`` keeps the native form."""

    label: Maybe[Id] = UNSET
    score: Maybe[Signed] = UNSET
    magnitude: Maybe[float] = UNSET
    scheme: Maybe[Id] = UNSET
    raw: Maybe[Json] = UNSET
    scope: Maybe[Id] = UNSET
    message_id: Maybe[Id] = UNSET
    at: Maybe[Time] = UNSET


class Urgency(Canonical, kw_only=True, frozen=True):
    """How soon somebody must act, and whether it may get worse."""

    level: Maybe[UrgencyLevel] = UNSET
    score: Maybe[Unit] = UNSET
    due_at: Maybe[Time] = UNSET
    watch: Maybe[Watch] = UNSET
    reasons: Maybe[tuple[Text, ...]] = UNSET


class Confidence(Canonical, kw_only=True, frozen=True):
    """A score never stands without the name of what it scores."""

    name: Annotated[
        str,
        open_enum("intent", "answer", "retrieval", "asr", "identity", "resolution", "overall"),
    ]
    value: Unit
    threshold: Maybe[Unit] = UNSET
    source: Maybe[Id] = UNSET
    calibrated: Maybe[bool] = UNSET


class Risk(Canonical, kw_only=True, frozen=True):
    """Something to be careful about: self-harm, a legal threat, churn, fraud."""

    code: Id
    level: Maybe[Id] = UNSET
    message_ids: Maybe[tuple[Id, ...]] = UNSET
