"""What Rasa understood of each message: intents with their ranking, and entities."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.intake.dialects.rasa_tracker.telling import Told
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.shape import is_list
from gateway.schema.leaves import document_leaves
from gateway.schema.scalars import Count, Id, Json, Text, Unit

_MESSAGES = "/conversation/messages"
_WHO = "customer"


def understanding(
    draft: Draft, events: Native, latest: Native, told: Told, ids: Sequence[str]
) -> None:
    """The whole ranking of the customer's last message, the top intent of those before, and all
    entities; ``ids`` are those of all messages.
    """
    said = draft.at(_MESSAGES)
    messages = said if is_list(said) else []
    customers = [id_ for id_, message in zip(ids, messages, strict=True) if message["role"] == _WHO]
    spoken = list(zip(told.users, customers, strict=True))
    for number, id_ in spoken[-1:]:
        form = told.by_form.get(number)
        if form is None:
            _ranking(draft, events[number]["parse_data"], id_)
        else:
            form.parse_data.tell_ranking(draft, id_)
    for number, id_ in spoken[:-1]:
        form = told.by_form.get(number)
        if form is None:
            _intent(draft, events[number]["parse_data"]["intent"], id_)
        else:
            form.parse_data.tell_intent(draft, id_)
    for number, id_ in spoken:
        form = told.by_form.get(number)
        if form is None:
            _found(draft, events[number], id_)
        else:
            form.parse_data.tell_entities(draft, id_)
    if spoken and spoken[-1][0] not in told.by_form:
        _said_again(draft, latest, events[spoken[-1][0]])


def _found(draft: Draft, event: Native, message_id: str) -> None:
    parsed = event["parse_data"]
    _entities(draft, parsed, message_id)
    _same_text(draft, parsed["text"], event["text"])
    _same_members(draft, parsed["metadata"], event["metadata"])


def _said_again(draft: Draft, latest: Native, last: Native) -> None:
    """The last message stands in the tracker's head as well."""
    _same_members(draft, latest, last["parse_data"])
    _same_text(draft, latest["text"], last["text"])


def _ranking(draft: Draft, parsed: Native, message_id: str) -> None:
    """The ranking as it is; its first intent stands beside it once more."""
    ranking = [*parsed["intent_ranking"].elements()]
    for rank, ranked in enumerate(ranking, start=1):
        _intent(draft, ranked, message_id, rank=rank)
    top = parsed["intent"]["confidence"]
    if ranking and ranking[0].value == parsed["intent"].value:
        _same_members(draft, parsed["intent"], ranking[0])
    else:
        _intent(draft, parsed["intent"], message_id)
    confidence = Draft(name="intent", source="rasa")
    if confidence.take(top, "/value", Unit):
        draft.append("/confidence", confidence)


def _intent(draft: Draft, native: Native, message_id: str, *, rank: int | None = None) -> None:
    made = Draft(source="rasa", message_id=message_id)
    if not made.take(native["name"], "/name", Id):
        return
    made.take(native["confidence"], "/confidence", Unit)
    if rank is not None:
        made.value["rank"] = rank
    draft.append("/intents", made)


_ENTITY: tuple[tuple[str, str, Json], ...] = (
    ("value", "/value", Json),
    ("start", "/start", Count),
    ("end", "/end", Count),
    ("confidence_entity", "/confidence", Unit),
    ("extractor", "/extractor", Id),
    ("text", "/original", Text),
)


def _entities(draft: Draft, parsed: Native, message_id: str) -> None:
    for native in parsed["entities"].elements():
        made = Draft(message_id=message_id)
        if not made.take(native["entity"], "/name", Id):
            continue
        for name, place, type_ in _ENTITY:
            made.take(native[name], place, type_)
        if "value" in made.value:
            draft.append("/entities", made)


def _same_text(draft: Draft, repeated: Native, text: Native) -> None:
    if repeated.is_there and repeated.value == text.value and text.at in draft.mapped:
        for place in draft.mapped[text.at]:
            draft.says(place, repeated)


def _same_members(draft: Draft, repeated: Native, original: Native) -> None:
    """A copy of what stands elsewhere in the document says the same in the same places."""
    values = document_leaves(original.value) if original.is_there else {}
    for rest, value in (document_leaves(repeated.value) if repeated.is_there else {}).items():
        places = draft.mapped.get(original.at + rest, ())
        if rest in values and values[rest] == value and repeated.at + rest not in draft.mapped:
            for place in places:
                draft.says(place, Native(repeated.at + rest, value))
