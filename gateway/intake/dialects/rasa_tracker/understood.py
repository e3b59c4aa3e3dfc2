"""What Rasa understood of each message: intents with their ranking, and entities."""

from __future__ import annotations

from collections.abc import Sequence

from gateway.intake.dialects.rasa_tracker.session import kind
from gateway.intake.dialects.rasa_tracker.telling import Told
from gateway.intake.dialects.rasa_tracker.usual import User
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.usual import listed
from gateway.intake.shape import is_list
from gateway.schema.leaves import document_leaves
from gateway.schema.scalars import Count, Id, Json, Text, Unit

_MESSAGES = "/conversation/messages"


def understanding(draft: Draft, session: Sequence[Native], latest: Native, told: Told) -> None:
    """The whole ranking of the customer's last message, the top intent of those before; of those
    ``told`` by form nothing else is to be said.
    """
    users = [event for event in session if kind(event) == "user"]
    messages = draft.at(_MESSAGES)
    ids = (
        [said["id"] for said in messages if said["role"] == "customer"] if is_list(messages) else []
    )
    spoken = list(zip(users, ids, strict=True))
    for event, id_ in spoken[-1:]:
        _ranking(draft, event["parse_data"], id_)
    for event, id_ in spoken[:-1]:
        form = told.get(event.key)
        if isinstance(form, User):
            listed(draft, "/intents").append(form.intent(id_))
        else:
            _intent(draft, event["parse_data"]["intent"], id_)
    for event, id_ in spoken:
        if event.key in told:
            continue
        parsed = event["parse_data"]
        _entities(draft, parsed, id_)
        _same_text(draft, parsed["text"], event["text"])
        _same_members(draft, parsed["metadata"], event["metadata"])
    if spoken:
        _same_members(draft, latest, spoken[-1][0]["parse_data"])
        _same_text(draft, latest["text"], spoken[-1][0]["text"])


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
