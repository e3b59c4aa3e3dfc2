"""The form of what Rasa usually understood of a message, and what of it stays unmapped."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType, field

from gateway.intake.dialects.rasa_tracker.blank import OPTIONAL
from gateway.intake.dialects.rasa_tracker.left import leave_value
from gateway.intake.drafting.blank import is_blank
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.usual import Form, MaybeId, Turn, listed
from gateway.intake.shape import is_object
from gateway.schema.scalars import Count, Id, Json, Text

Number: TypeAlias = int | float
_Unit: TypeAlias = Annotated[int, Meta(ge=0, le=1)] | Annotated[float, Meta(ge=0, le=1)]


class _Intent(Form, frozen=True, gc=False):
    name: Id
    confidence: _Unit

    def said(self, message_id: str) -> Turn:
        return {
            "source": "rasa",
            "message_id": message_id,
            "name": self.name,
            "confidence": self.confidence,
        }


_BESIDE = (
    *("role", "group", "confidence_role", "confidence_group"),
    *("confidence", "processors", "additional_info"),
)


class _Entity(Form, frozen=True, gc=False, kw_only=True):
    entity: Id
    value: Any
    start: Count | UnsetType = UNSET
    end: Count | UnsetType = UNSET
    confidence_entity: _Unit | UnsetType = UNSET
    extractor: Id | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    role: str | UnsetType | None = UNSET
    group: str | UnsetType | None = UNSET
    confidence_role: Number | UnsetType = UNSET
    confidence_group: Number | UnsetType = UNSET
    confidence: Number | UnsetType | None = UNSET
    processors: list[str] | UnsetType = UNSET
    additional_info: dict[str, Any] | UnsetType = UNSET

    def said(self, message_id: str) -> Turn:
        entity = {
            "message_id": message_id,
            "name": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence_entity,
            "extractor": self.extractor,
            "original": self.text,
        }
        return {name: value for name, value in entity.items() if value is not UNSET}


class Parsed(Form, frozen=True, gc=False, kw_only=True):
    """Intents and entities. A text in tokens and a chosen response say nothing to a reader."""

    intent: _Intent
    text: str
    intent_ranking: list[_Intent] = field(default_factory=list[_Intent])
    entities: list[_Entity] | None = None
    message_id: MaybeId = UNSET
    metadata: dict[str, Any] | None = None
    text_tokens: list[tuple[int, int]] | UnsetType = UNSET
    response_selector: dict[str, Any] | None = None

    def tell_intent(self, draft: Draft, message_id: str) -> None:
        """The top intent."""
        listed(draft, "/intents").append(self.intent.said(message_id))

    def tell_ranking(self, draft: Draft, message_id: str) -> None:
        """The ranking as it is, and the top intent where it is another one."""
        intents = listed(draft, "/intents")
        for rank, intent in enumerate(self.intent_ranking, start=1):
            said = intent.said(message_id)
            said["rank"] = rank
            intents.append(said)
        if self.intent_ranking[:1] != [self.intent]:
            intents.append(self.intent.said(message_id))
        confidence = {"name": "intent", "source": "rasa", "value": self.intent.confidence}
        listed(draft, "/confidence").append(confidence)

    def tell_entities(self, draft: Draft, message_id: str) -> None:
        """All entities, in order."""
        if self.entities:
            entities = listed(draft, "/entities")
            entities += [entity.said(message_id) for entity in self.entities]

    def leave(self, draft: Draft, at: str, parsed: dict[str, Json], *, is_last: bool) -> None:
        """What is not told, as it stands in ``parsed``; of the last message the ranking is."""
        if self.intent_ranking and not is_last:
            draft.left[f"{at}/intent_ranking"] = parsed["intent_ranking"]
        if self.text_tokens is not UNSET:
            draft.left[f"{at}/text_tokens"] = parsed["text_tokens"]
        if self.response_selector:
            leave_value(draft, f"{at}/response_selector", self.response_selector)
        for index, entity in enumerate(parsed["entities"] if self.entities else ()):
            _leave_entity(draft, f"{at}/entities/{index}", entity)


def _leave_entity(draft: Draft, at: str, entity: Json) -> None:
    for name in _BESIDE if is_object(entity) else ():
        if name in entity and not is_blank(name, entity[name], OPTIONAL):
            leave_value(draft, f"{at}/{name}", entity[name])
