"""The canonical handoff: what every dialect becomes and every adapter delivers from."""

from __future__ import annotations

from msgspec import UNSET

from gateway.schema.assessment import (
    Confidence,
    Entity,
    Intent,
    Reason,
    Risk,
    Sentiment,
    Summary,
    Urgency,
)
from gateway.schema.conversation import Conversation
from gateway.schema.customer import Customer
from gateway.schema.knowledge import Knowledge
from gateway.schema.origin import (
    Correlation,
    Privacy,
    Provenance,
    ReplyTo,
    Routing,
    Source,
    Tone,
)
from gateway.schema.scalars import Json, Maybe, Text, Time, Uuid, Version
from gateway.schema.struct import Canonical
from gateway.schema.work import Commitment, NextStep, OpenQuestion, Record, Step

SCHEMA_VERSION = "1.0"


class Handoff(Canonical, kw_only=True, frozen=True):
    """Everything that the person who takes over should know.

    Only ``conversation`` with its ``id`` and ``messages`` is required; everything that is sent
    survives. Members that no rule reads stand in ``unmapped`` under their JSON Pointer in the
    native document.
    """

    schema_version: Maybe[Version] = UNSET
    id: Maybe[Uuid] = UNSET
    source: Maybe[Source] = UNSET
    occurred_at: Maybe[Time] = UNSET
    expires_at: Maybe[Time] = UNSET
    correlation: Maybe[Correlation] = UNSET
    reply_to: Maybe[ReplyTo] = UNSET
    conversation: Conversation
    customer: Maybe[Customer] = UNSET
    reason: Maybe[Reason] = UNSET
    summary: Maybe[Summary] = UNSET
    intents: Maybe[tuple[Intent, ...]] = UNSET
    entities: Maybe[tuple[Entity, ...]] = UNSET
    sentiment: Maybe[tuple[Sentiment, ...]] = UNSET
    urgency: Maybe[Urgency] = UNSET
    confidence: Maybe[tuple[Confidence, ...]] = UNSET
    risks: Maybe[tuple[Risk, ...]] = UNSET
    knowledge: Maybe[Knowledge] = UNSET
    records: Maybe[tuple[Record, ...]] = UNSET
    steps: Maybe[tuple[Step, ...]] = UNSET
    commitments: Maybe[tuple[Commitment, ...]] = UNSET
    next_steps: Maybe[tuple[NextStep, ...]] = UNSET
    do_not: Maybe[tuple[Text, ...]] = UNSET
    open_questions: Maybe[tuple[OpenQuestion, ...]] = UNSET
    routing: Maybe[Routing] = UNSET
    tone: Maybe[Tone] = UNSET
    privacy: Maybe[Privacy] = UNSET
    provenance: Maybe[Provenance] = UNSET
    extensions: Maybe[dict[str, Json]] = UNSET
    unmapped: Maybe[dict[str, Json]] = UNSET
