"""The parts a message is made of, tagged by ``type``.

A part type that this version does not know is no error: the door keeps it whole in ``other``.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import UNSET

from gateway.schema.scalars import Count, Id, Json, Maybe, Text
from gateway.schema.struct import Canonical


class Citation(Canonical, kw_only=True, frozen=True):
    """A source that a text refers to; ``start`` and ``end`` are code-point offsets into it."""

    document_id: Maybe[Id] = UNSET
    title: Maybe[Text] = UNSET
    uri: Maybe[Text] = UNSET
    quote: Maybe[Text] = UNSET
    start: Maybe[Count] = UNSET
    end: Maybe[Count] = UNSET


class TextPart(Canonical, kw_only=True, frozen=True, tag="text"):
    """Words; ``format`` is plain, markdown or html as the bot says it."""

    text: Text
    format: Maybe[Id] = UNSET
    citations: Maybe[tuple[Citation, ...]] = UNSET


class ToolCallPart(Canonical, kw_only=True, frozen=True, tag="tool_call"):
    """A call the bot made. ``arguments_text`` is the model's own text, which may not be JSON."""

    name: Text
    call_id: Maybe[Id] = UNSET
    arguments: Maybe[Json] = UNSET
    arguments_text: Maybe[Text] = UNSET


class ToolResultPart(Canonical, kw_only=True, frozen=True, tag="tool_result"):
    """What a tool answered. ``call_id`` is not a key: ids repeat inside real conversations."""

    call_id: Maybe[Id] = UNSET
    name: Maybe[Text] = UNSET
    content: Maybe[Json] = UNSET
    is_error: Maybe[bool] = UNSET


class MediaPart(Canonical, kw_only=True, frozen=True, tag="media"):
    """A file, picture, recording or video; ``size`` is in bytes."""

    media_type: Maybe[Text] = UNSET
    url: Maybe[Text] = UNSET
    file_id: Maybe[Id] = UNSET
    name: Maybe[Text] = UNSET
    size: Maybe[Count] = UNSET
    sha256: Maybe[Id] = UNSET
    alt: Maybe[Text] = UNSET


class ChoicesPart(Canonical, kw_only=True, frozen=True, tag="choices"):
    """Buttons, quick replies or a list that the customer was offered."""

    options: Json
    kind: Maybe[Id] = UNSET


class CardPart(Canonical, kw_only=True, frozen=True, tag="card"):
    """A card in the bot platform's own form."""

    content_type: Maybe[Text] = UNSET
    content: Json


class RefusalPart(Canonical, kw_only=True, frozen=True, tag="refusal"):
    """The model declined, in these words."""

    text: Text


class ReasoningPart(Canonical, kw_only=True, frozen=True, tag="reasoning"):
    """The model's reasoning; ``withheld`` says that its text was left out on purpose."""

    text: Maybe[Text] = UNSET
    withheld: Maybe[bool] = UNSET


class EventPart(Canonical, kw_only=True, frozen=True, tag="event"):
    """Something that happened and was not said: joined, typed, pressed a key."""

    name: Text
    data: Maybe[Json] = UNSET


class RedactedPart(Canonical, kw_only=True, frozen=True, tag="redacted"):
    """A place where a value was; ``token`` stands for it."""

    entity_type: Id
    token: Maybe[Text] = UNSET


class OtherPart(Canonical, kw_only=True, frozen=True, tag="other"):
    """A part whose type this version does not know, whole."""

    original_type: Text
    data: Json


Part: TypeAlias = (
    TextPart
    | ToolCallPart
    | ToolResultPart
    | MediaPart
    | ChoicesPart
    | CardPart
    | RefusalPart
    | ReasoningPart
    | EventPart
    | RedactedPart
    | OtherPart
)
