"""Microsoft Copilot Studio: the Bot Framework's handoff event with ``va_*`` context variables.

The list of variables is Microsoft's own documentation of "hand off to a live agent". Variables of
the bot's topics stand beside them; of two with the same name the latest topic's is sent.
"""

from __future__ import annotations

from gateway.intake.dialects.activities.handoff_event import is_handoff_event, take_event
from gateway.intake.dialects.activities.transcript import OPTIONAL
from gateway.intake.dialects.activities.variables import PREFIX, has_copilot_names
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import message_of, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_reason
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Lang, Text

_SYSTEM = "copilot_studio"
_MESSAGES = "/conversation/messages"


def recognises(document: Json) -> bool:
    """A handoff event with at least one of Copilot's variables."""
    return is_handoff_event(document) and has_copilot_names(Native("", document)["value"])


def normalize(document: Json) -> Normalized:
    """The context variables, and the transcript where one is attached.

    Raises ``InvalidHandoff`` for what is no event.
    """
    if not is_object(document) or document.get("type") != "event":
        raise refusal(dialect)
    event = Native("", document)
    value = event["value"]
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    _about_the_bot(draft, value)
    take_event(draft, event)
    _phrases(draft, value)
    _topics(draft, value)
    _reason(draft, event, value)
    for name, member in value.members():
        if not name.startswith(PREFIX):
            draft.take(member, f"/conversation/variables/{escape(name)}")
    lift_variables(draft)
    return finish(document, draft, optional=OPTIONAL)


def _about_the_bot(draft: Draft, value: Native) -> None:
    draft.take(value["va_BotId"], "/source/bot_id", Id)
    draft.take(value["va_BotName"], "/source/bot_name", Text)
    draft.take(value["va_Language"], "/conversation/language", Lang)
    draft.take(value["va_ConversationId"], "/correlation/session_id", Id)


def _phrases(draft: Draft, value: Native) -> None:
    """What the customer said, where no transcript says it better; the last one is sent twice."""
    phrases = value["va_Phrases"]
    spoken = draft.at(_MESSAGES)
    if is_list(spoken) and spoken:
        return
    for phrase in phrases.elements():
        if fits(phrase.value, Text):
            draft.append(_MESSAGES, message_of("customer", text_part(phrase)))
    messages = draft.at(_MESSAGES)
    place = f"{_MESSAGES}/{len(messages) - 1 if is_list(messages) else 0}/content"
    last = value["va_LastPhrases"]
    if not draft.repeats(last, place) and fits(last.value, Text):
        draft.append(_MESSAGES, message_of("customer", text_part(last)))


def _topics(draft: Draft, value: Native) -> None:
    """The topics that the conversation went through; the last one is what it is about."""
    last = value["va_LastTopic"]
    top = Draft(source=_SYSTEM, rank=1)
    if top.take(last, "/name", Id):
        draft.append("/intents", top)
    for topic in value["va_Topics"].elements():
        if draft.repeats(topic, "/intents/0/name"):
            continue
        intent = Draft(source=_SYSTEM)
        if intent.take(topic, "/name", Id):
            draft.append("/intents", intent)


def _reason(draft: Draft, event: Native, value: Native) -> None:
    """The message that the bot's author wrote for the agent is the summary."""
    if draft.take(value["va_AgentMessage"], "/summary/free_text", Text):
        draft.value["summary"]["author"] = {"kind": "rule"}
    if not take_reason(draft, value["reason"]):
        draft.value["reason"] = {"code": "other", "trigger": "bot"}
    draft.says("/reason/trigger", event["name"], event["type"])


dialect = Dialect(
    name=_SYSTEM,
    version="2026-11",
    looks_like='an event "handoff.initiate" whose value has variables named "va_…"',
    recognises=recognises,
    normalize=normalize,
)
