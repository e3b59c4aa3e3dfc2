"""The STAR corpus (RasaHQ/STAR, MIT) as a dialect, for tests only.

A customer talks to a person who plays the assistant, with queries to a knowledge base in between.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.moments import SECONDS, take_moment
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.turns import add_message
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text

_SPOKEN = {("User", "utter"): "customer", ("Wizard", "utter"): "bot"}
_SPOKEN[("Wizard", "pick_suggestion")] = "bot"


def recognises(document: Json) -> bool:
    """A dialogue with a scenario and events."""
    return is_object(document) and is_list(document.get("Events")) and "Scenario" in document


def normalize(document: Json) -> Normalized:
    """What was said, asked and found, and what the row says about the dialogue."""
    if not recognises(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.make("/conversation/id", f"star-{root['DialogueID'].value}", root["DialogueID"])
    draft.take(root["BatchID"], "/correlation/session_id", Id)
    draft.take(root["Scenario"]["UserTask"], "/conversation/subject", Text)
    for event in root["Events"].elements():
        _event(draft, event)
    extensions = Draft()
    for name, value in root.members():
        if name not in ("Events", "DialogueID", "BatchID"):
            extensions.take(value, f"/{escape(name)}")
    draft.make("/extensions/com.rasa.star", extensions.value)
    draft.merge(extensions, "/extensions/com.rasa.star")
    return finish(document, draft)


def _event(draft: Draft, event: Native) -> None:
    agent, action = event["Agent"], event["Action"]
    role = _SPOKEN.get((agent.text, action.text))
    if role:
        message, parts = Draft(role=role), [text_part(event["Text"])]
    elif action.value == "query":
        message, parts = Draft(role="bot"), [_query(event)]
    elif action.value == "return_item":
        message, parts = Draft(role="tool"), [_found(event)]
    else:
        message = Draft(role="system", internal=True)
        parts = [event_part(action.text, event["Text"])]
    message.take(agent, "/participant", Id)
    message.says("/content", action)
    take_moment(message, event["UnixTime"], "/at", SECONDS)
    for name, member in event.members():
        if name not in ("Agent", "Action", "Text", "UnixTime", "APIName", "Constraints", "Item"):
            message.take(member, f"/meta/{escape(name)}", Any)
    add_message(draft, message, parts)


def _query(event: Native) -> Draft:
    part = Draft(type="tool_call")
    part.take(event["APIName"], "/name", Text)
    for constraint in event["Constraints"].elements():
        for name, value in constraint.members():
            part.take(value, f"/arguments/{escape(name)}")
    return part


def _found(event: Native) -> Draft:
    part = Draft(type="tool_result")
    part.take(event["APIName"], "/name", Text)
    part.take(event["Item"], "/content")
    return part


dialect = Dialect(
    name="star",
    version="1",
    looks_like='a dialogue with "Scenario" and "Events"',
    recognises=recognises,
    normalize=normalize,
)
