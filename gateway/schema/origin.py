"""Where a handoff comes from, what it belongs to, and what must be kept private."""

from __future__ import annotations

from msgspec import UNSET

from gateway.schema.scalars import Id, Json, Lang, Maybe, Percent, Pointer, Text, Time
from gateway.schema.struct import Canonical


class Source(Canonical, kw_only=True, frozen=True):
    """The bot that hands over."""

    system: Maybe[Id] = UNSET
    bot_id: Maybe[Id] = UNSET
    bot_name: Maybe[Text] = UNSET
    bot_version: Maybe[Id] = UNSET
    environment: Maybe[Id] = UNSET


class Correlation(Canonical, kw_only=True, frozen=True):
    """Ids by which other systems know the same conversation or run."""

    session_id: Maybe[Id] = UNSET
    thread_id: Maybe[Id] = UNSET
    call_id: Maybe[Id] = UNSET
    run_id: Maybe[Id] = UNSET
    traceparent: Maybe[Id] = UNSET
    tracestate: Maybe[Text] = UNSET
    parent_handoff_id: Maybe[Id] = UNSET


class ReplyTo(Canonical, kw_only=True, frozen=True):
    """Where status and outcomes are sent, signed as Standard Webhooks say."""

    url: Text


class Callback(Canonical, kw_only=True, frozen=True):
    """The number and the time at which the customer wants to be called."""

    number: Maybe[Text] = UNSET
    window: Maybe[Json] = UNSET


class Routing(Canonical, kw_only=True, frozen=True):
    """The bot's wishes; routing rules may override them."""

    queue: Maybe[Id] = UNSET
    skills: Maybe[tuple[Id, ...]] = UNSET
    priority: Maybe[Percent] = UNSET
    language: Maybe[Lang] = UNSET
    department: Maybe[Id] = UNSET
    region: Maybe[Id] = UNSET
    preferred_agent: Maybe[Id] = UNSET
    callback: Maybe[Callback] = UNSET
    hints: Maybe[dict[str, Json]] = UNSET


class Tone(Canonical, kw_only=True, frozen=True):
    """How the bot spoke, so that the agent can carry on in its voice."""

    persona: Maybe[Text] = UNSET
    style: Maybe[Text] = UNSET
    notes: Maybe[Text] = UNSET


class Privacy(Canonical, kw_only=True, frozen=True):
    """Consents, classes of data, and the places that hold sensitive values."""

    consents: Maybe[tuple[Json, ...]] = UNSET
    data_classes: Maybe[tuple[Id, ...]] = UNSET
    jurisdiction: Maybe[Id] = UNSET
    legal_basis: Maybe[Id] = UNSET
    retain_until: Maybe[Time] = UNSET
    sensitive_fields: Maybe[tuple[Pointer, ...]] = UNSET
    redactions: Maybe[tuple[Json, ...]] = UNSET


class Loss(Canonical, kw_only=True, frozen=True):
    """Something that did not survive as sent: where, and why."""

    path: Text
    reason: Text


class Generated(Canonical, kw_only=True, frozen=True):
    """A value that the sender did not give: where it stands, and the rule that made it.

    ``source`` is the place it was made from, ``original`` what the sender gave in its place.
    """

    path: Text
    rule: Id
    source: Maybe[Text] = UNSET
    original: Maybe[Text] = UNSET


class Provenance(Canonical, kw_only=True, frozen=True):
    """Filled in at the door: the native document, who normalized it, what was lost or made."""

    dialect: Maybe[Id] = UNSET
    dialect_version: Maybe[Id] = UNSET
    normalizer: Maybe[Id] = UNSET
    raw_sha256: Maybe[Id] = UNSET
    raw_media_type: Maybe[Text] = UNSET
    loss: Maybe[tuple[Loss, ...]] = UNSET
    models: Maybe[tuple[Json, ...]] = UNSET
    generated: Maybe[tuple[Generated, ...]] = UNSET
