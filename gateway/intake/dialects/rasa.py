"""Rasa's tracker: the events of one conversation, of which the last session is handed over.

Read in the tracker of ``GET /conversations/{id}/tracker``; the rows of a tracker store and of the
event broker are the same events in a bare list. A tracker lives as long as its sender does.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from gateway.intake.dialects.rasa_tracker.blank import FLAGS, OPTIONAL
from gateway.intake.dialects.rasa_tracker.head import LISTENS, account_head, tell_head
from gateway.intake.dialects.rasa_tracker.telling import tell
from gateway.intake.dialects.rasa_tracker.understood import understanding
from gateway.intake.dialects.rasa_tracker.usual import USUAL
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.moments import SECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.trail import BY_FORM
from gateway.intake.drafting.usual import Usual, explained
from gateway.intake.drafting.words import take_channel
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.scalars import Id, Json


def recognises(document: Json) -> bool:
    """A tracker, or a list of events that each name their sender."""
    if is_object(document):
        events = document.get("events")
        return "sender_id" in document and is_list(events) and all(map(_is_event, events))
    return (
        is_list(document)
        and bool(document)
        and all(_is_event(event) and "sender_id" in event for event in document)
    )


def normalize(document: Json) -> Normalized:
    """The last session as it stands after every undo.

    Raises ``InvalidHandoff`` for what is no list of events.
    """
    return explained(translate, document, USUAL)


def translate(document: Json, usual: Usual | None) -> Normalized:
    """The last session, by rule where its events are of no ``usual`` form."""
    root = Native("", document)
    events = root if is_list(document) else root["events"]
    if not is_list(events.value):
        raise refusal(dialect)
    draft = Draft()
    draft.know("/source/system", "rasa", "rasa.system")
    is_head_told = usual is not None and tell_head(draft, root)
    if not is_head_told:
        _head(draft, root)
        _sender(draft, events)
    has_id = is_head_told or draft.at("/conversation/id") is not UNSET
    latest = root["latest_message"]
    told = tell(draft, events, usual if has_id else None, latest)
    understanding(draft, events, latest, told, number_messages(draft))
    _repeated(draft, told.by_rule)
    if is_head_told and told.by_form and not told.by_rule:
        draft.trail.drop(root, BY_FORM)
    elif is_head_told:
        account_head(draft, root)
    return finish(document, draft, optional=OPTIONAL, is_numbered=True)


def _is_event(event: Json) -> bool:
    return is_object(event) and isinstance(event.get("event"), str)


def _head(draft: Draft, root: Native) -> None:
    draft.take(root["sender_id"], "/conversation/id", Id)
    draft.take(root["sender_id"], "/customer/id", Id)
    draft.take(root["slots"], "/conversation/variables", dict[str, Json])
    take_moment(draft, root["latest_event_time"], "/occurred_at", SECONDS)
    take_channel(draft, root["latest_input_channel"])
    for latest in (root["latest_action"]["action_name"], root["latest_action_name"]):
        if latest.value == LISTENS:
            draft.drop(latest, "action_listen")


def _sender(draft: Draft, events: Native) -> None:
    """Without one in the head, the first event that names its sender gives the conversation its
    id.
    """
    for event in events.elements():
        if draft.at("/conversation/id") is not UNSET:
            return
        draft.take(event["sender_id"], "/conversation/id", Id)
        draft.take(event["sender_id"], "/customer/id", Id)


def _repeated(draft: Draft, events: Iterable[Native]) -> None:
    """What each event says again, and flags that are off."""
    for event in events:
        draft.repeats(event["sender_id"], "/conversation/id")
        for holder in (event, event["metadata"], event["parse_data"]["metadata"]):
            for flag, member in holder.members():
                if member.value is False and flag in FLAGS:
                    draft.drop(member, "flag_off")


dialect = Dialect(
    name="rasa",
    version="3.6",
    looks_like='a tracker with "sender_id" and a list of "events", or the events themselves',
    recognises=recognises,
    normalize=normalize,
)
