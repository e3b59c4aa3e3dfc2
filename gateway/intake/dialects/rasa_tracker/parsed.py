"""The form of what Rasa usually understood of a message, and what of it stays unmapped."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, UnsetType, field

from gateway.intake.dialects.rasa_tracker.blank import OPTIONAL
from gateway.intake.dialects.rasa_tracker.left import Whole, leave_value
from gateway.intake.drafting.blank import is_blank
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.usual import Form, MaybeId, Turn
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


_TOLD = frozenset(
    {"entity", "value", "start", "end", "confidence_entity", "extractor", "text"},
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
        said: Turn = {"message_id": message_id, "name": self.entity, "value": self.value}
        if self.start is not UNSET:
            said["start"] = self.start
        if self.end is not UNSET:
            said["end"] = self.end
        if self.confidence_entity is not UNSET:
            said["confidence"] = self.confidence_entity
        if self.extractor is not UNSET:
            said["extractor"] = self.extractor
        if self.text is not UNSET:
            said["original"] = self.text
        return said


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
        draft.value.setdefault("intents", []).append(self.intent.said(message_id))

    def tell_ranking(self, draft: Draft, message_id: str) -> None:
        """The ranking as it is, and the top intent where it is another one."""
        intents = draft.value.setdefault("intents", [])
        for rank, intent in enumerate(self.intent_ranking, start=1):
            said = intent.said(message_id)
            said["rank"] = rank
            intents.append(said)
        if self.intent_ranking[:1] != [self.intent]:
            intents.append(self.intent.said(message_id))
        confidence = {"name": "intent", "source": "rasa", "value": self.intent.confidence}
        draft.value.setdefault("confidence", []).append(confidence)

    def tell_entities(self, draft: Draft, message_id: str) -> None:
        """All entities, in order."""
        if self.entities:
            entities = draft.value.setdefault("entities", [])
            entities += [entity.said(message_id) for entity in self.entities]

    def leave(
        self, draft: Draft, at: str, parsed: dict[str, Json], selectors: Whole, *, is_last: bool
    ) -> None:
        """What is not told, as it stands in ``parsed``; of the last message the ranking is."""
        if self.intent_ranking and not is_last:
            draft.left[f"{at}/intent_ranking"] = parsed["intent_ranking"]
        if self.text_tokens is not UNSET:
            draft.left[f"{at}/text_tokens"] = parsed["text_tokens"]
        if self.response_selector and selectors.is_whole(self.response_selector):
            draft.left[f"{at}/response_selector"] = self.response_selector
        elif self.response_selector:
            leave_value(draft, f"{at}/response_selector", self.response_selector)
        for index, entity in enumerate(parsed["entities"] if self.entities else ()):
            if not _TOLD.issuperset(entity):
                _leave_entity(draft, f"{at}/entities/{index}", entity)


def _leave_entity(draft: Draft, at: str, entity: dict[str, Json]) -> None:
    for name, value in entity.items():
        if name not in _TOLD and not is_blank(name, value, OPTIONAL):
            leave_value(draft, f"{at}/{name}", value)
