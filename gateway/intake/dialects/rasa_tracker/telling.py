"""The events of a session told one after the other: by form where they have one, else by rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from gateway.intake.dialects.rasa_tracker.events import read, take_slot
from gateway.intake.dialects.rasa_tracker.session import kind
from gateway.intake.dialects.rasa_tracker.usual import Action, Bot, Slot, User, account
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.usual import Usual, form_of

Told: TypeAlias = Mapping[object, Action | Bot | Slot | User]
"""The events that were told by form, by their numbers."""


def tell(draft: Draft, session: Sequence[Native], usual: Usual | None) -> Told:
    """Tells all events; what the tracker's last message was is always told by rule."""
    told: dict[object, Action | Bot | Slot | User] = {}
    forms = _forms(session, usual)
    for event, form in zip(session, forms, strict=True):
        said = form.tell(draft) if isinstance(form, Action | Bot | User) else None
        if said is None:
            read(draft, event)
        else:
            account(draft, event, form, said)
            told[event.key] = form
    for event, form in zip(reversed(session), reversed(forms), strict=True):
        put = form.put(draft) if isinstance(form, Slot) else None
        if put is not None:
            account(draft, event, form, put)
            told[event.key] = form
        elif event.key not in told:
            take_slot(draft, event)
    return told


def _forms(session: Sequence[Native], usual: Usual | None) -> list[Any]:
    """The form of each event, None for those that have none."""
    if usual is None:
        return [None] * len(session)
    values = [event.value for event in session]
    forms = usual.read(values) or [form_of(value, usual) for value in values]
    last = next((n for n in reversed(range(len(forms))) if kind(session[n]) == "user"), None)
    if last is not None:
        forms[last] = None
    return forms
