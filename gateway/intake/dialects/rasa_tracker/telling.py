"""The events of a session told one after the other: by form where they have one, else by rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct

from gateway.intake.dialects.rasa_tracker.events import read, take_slot
from gateway.intake.dialects.rasa_tracker.left import Whole, leave_event
from gateway.intake.dialects.rasa_tracker.session import in_force, kinds_of
from gateway.intake.dialects.rasa_tracker.usual import TOLD, Session, Slot, User
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.trail import BY_FORM
from gateway.intake.drafting.usual import Usual, form_of
from gateway.schema.scalars import Json


class Told(Struct, frozen=True, kw_only=True):
    """What was told: the customer's messages by their positions, those of them that are of a
    usual form, and the events that were left to the rules.
    """

    users: Sequence[int]
    by_form: Mapping[int, User]
    by_rule: Sequence[Native]


def tell(draft: Draft, events: Native, usual: Usual | None, latest: Native) -> Told:
    """Tells all events in force. ``latest`` is what the tracker's head says of the last message."""
    kinds = kinds_of(events.value)
    session = in_force(kinds)
    users = [number for number in session if kinds[number] == "user"]
    if usual is None or not (users or any(kinds[number] == "bot" for number in session)):
        _tell_by_rule(draft, events, session)
        return Told(users=users, by_form={}, by_rule=list(events.elements()))
    has_form = session if TOLD.issuperset(kinds) else [n for n in session if kinds[n] in TOLD]
    forms = _forms(events.value, has_form, usual)
    # Where the head says something else, rules have to find out what is the same.
    if users and latest.is_there and latest.value != events.value[users[-1]].get("parse_data"):
        forms[users[-1]] = None
    to = _session(draft, events, users)
    unusual = _tell_by_form(to, events, forms)
    if users and users[-1] not in unusual and latest.is_there:
        forms[users[-1]].leave_again(to, latest)
        draft.trail.drop(latest, BY_FORM)
    if len(forms) < len(kinds):
        _leave_others(draft, events, forms.keys())
    _account(draft, events, unusual)
    told = {number: forms[number] for number in users if number not in unusual}
    return Told(users=users, by_form=told, by_rule=[events[number] for number in unusual])


def _tell_by_rule(draft: Draft, events: Native, session: Sequence[int]) -> None:
    native = [events[number] for number in session]
    for event in native:
        read(draft, event)
    for event in reversed(native):
        take_slot(draft, event)


def _forms(events: Sequence[Json], numbers: Sequence[int], usual: Usual) -> dict[int, Any]:
    """The form of each event by its number, None for those that have none."""
    whole = len(numbers) == len(events)
    values = list(events) if whole else [events[number] for number in numbers]
    forms = usual.read(values) or [form_of(value, usual) for value in values]
    return dict(zip(numbers, forms, strict=True))


def _session(draft: Draft, events: Native, users: Sequence[int]) -> Session:
    return Session(
        draft=draft,
        left=draft.left,
        at=events.at,
        events=events.value,
        sender=draft.value["conversation"]["id"],
        last=users[-1] if users else -1,
        conversation=draft.value["conversation"],
        messages=draft.value["conversation"].setdefault("messages", []),
        metadata=Whole([]),
        selectors=Whole([]),
    )


def _tell_by_form(session: Session, events: Native, forms: Mapping[int, Any]) -> set[int]:
    """Tells all that have a form; the numbers of those that rules had to tell."""
    unusual: set[int] = set()
    slots: list[int] = []
    for number, form in forms.items():
        if type(form) is Slot:
            slots.append(number)
        elif form is None or not form.tell(session, number):
            read(session.draft, events[number])
            slots.append(number)
            unusual.add(number)
    for number in reversed(slots):
        if number in unusual:
            take_slot(session.draft, events[number])
        else:
            forms[number].put(session, number)
    return unusual


def _leave_others(draft: Draft, events: Native, told: Collection[int]) -> None:
    """Events that are not in force, and those of which no reader needs to know."""
    for number in set(range(len(events.value))).difference(told):
        sender = draft.value["conversation"]["id"]
        leave_event(draft, f"{events.at}/{number}", events.value[number], sender)


def _account(draft: Draft, events: Native, unusual: Collection[int]) -> None:
    """What was told by form is left there, and nothing more of it is to be found."""
    if not unusual:
        draft.trail.drop(events, BY_FORM)
        return
    for event in events.elements():
        if event.key not in unusual:
            draft.trail.drop(event, BY_FORM)
