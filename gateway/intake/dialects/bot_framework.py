"""Microsoft's Bot Framework: the handoff event with its transcript, or a transcript alone.

Read in botbuilder 4.23.3 (``EventFactory``) and in transcripts that its emulator recorded.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.activities.handoff_event import (
    is_handoff_event,
    take_event,
    take_status,
)
from gateway.intake.dialects.activities.people import People
from gateway.intake.dialects.activities.transcript import (
    OPTIONAL,
    accounts,
    activities_of,
    is_activity,
    take_activities,
)
from gateway.intake.dialects.activities.variables import has_copilot_names
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_reason
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json

_SYSTEM = "bot_framework"
_INITIATE = "handoff.initiate"


def recognises(document: Json) -> bool:
    """A handoff event without Copilot's variables, or nothing but activities."""
    root = Native("", document)
    if is_handoff_event(document):
        return not has_copilot_names(root["value"])
    activities = activities_of(root).value
    return is_list(activities) and bool(activities) and all(map(is_activity, activities))


def normalize(document: Json) -> Normalized:
    """The conversation and what the bot says about it.

    Raises ``InvalidHandoff`` for what is neither an event nor a list of activities.
    """
    root = Native("", document)
    activities = activities_of(root)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    if is_list(activities.value) and not is_handoff_event(document):
        found = list(activities.elements())
        take_activities(draft, found, People(accounts(found)))
    elif root.is_object and root["type"].value == "event":
        _event(draft, root)
    else:
        raise refusal(dialect)
    return finish(document, draft, optional=OPTIONAL)


def _event(draft: Draft, event: Native) -> None:
    take_event(draft, event)
    if event["name"].value != _INITIATE:
        take_status(draft, event)
        return
    draft.says("/reason/trigger", event["name"], event["type"])
    value = event["value"]
    if not take_reason(draft, value if value.text else value["reason"]):
        draft.value["reason"] = {"code": "other", "trigger": "bot"}
    draft.take(value, "/conversation/variables", dict[str, Any])
    for skill in (value["Skill"], value["skill"]):
        if fits(skill.value, Id):
            draft.make("/routing/skills", [skill.value], skill)
    lift_variables(draft)


dialect = Dialect(
    name=_SYSTEM,
    version="4.23.3",
    looks_like='an event "handoff.initiate", or a list of activities with "from" and "recipient"',
    recognises=recognises,
    normalize=normalize,
)
