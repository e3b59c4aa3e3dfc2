"""Dialogflow ES: the request of a fulfilment webhook, or the response to ``detectIntent``.

Either holds the last turn only; the turns before come in as turns of the same session.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.dialogflow.turn import (
    MESSAGES,
    take_answer,
    take_language,
    take_mood,
    take_said,
    take_session,
)
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import message_of, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_channel
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Text, Unit

_SYSTEM = "dialogflow_es"


def recognises(document: Json) -> bool:
    """A query result that repeats the query, which CX's does not."""
    result = Native("", document).cased("queryResult")
    return result.is_object and result.cased("queryText").is_there


def normalize(document: Json) -> Normalized:
    """The last turn. Raises ``InvalidHandoff`` for what is no object."""
    if not is_object(document):
        raise refusal(dialect)
    root = Native("", document)
    result = root.cased("queryResult")
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    said = take_said(draft, ("text", result.cased("queryText")))
    _answers(draft, result)
    _request(draft, root)
    ids = number_messages(draft, draft.at("/correlation/run_id"))
    take_language(draft, result.cased("languageCode"))
    _understood(draft, result, {"message_id": ids[0]} if said else {})
    _contexts(draft, result)
    lift_variables(draft)
    return finish(document, draft)


def _answers(draft: Draft, result: Native) -> None:
    """``fulfillmentText`` is the text of the first message where there are messages."""
    for answer in result.cased("fulfillmentMessages").elements():
        take_answer(draft, answer)
    text = result.cased("fulfillmentText")
    messages = draft.at(MESSAGES)
    for index in range(len(messages) if is_list(messages) else 0):
        is_bot = draft.at(f"{MESSAGES}/{index}/role") == "bot"
        if is_bot and draft.repeats(text, f"{MESSAGES}/{index}/content"):
            return
    if text.text:
        draft.append(MESSAGES, message_of("bot", text_part(text)))


def _request(draft: Draft, root: Native) -> None:
    take_session(draft, root["session"])
    draft.take(root.cased("responseId"), "/correlation/run_id", Id)
    request = root.cased("originalDetectIntentRequest")
    take_channel(draft, request["source"])
    caller = request["payload"]["telephony"].cased("callerId")
    draft.take(caller, "/customer/phone", Text)
    draft.take(caller, "/conversation/voice/from", Text)


def _understood(draft: Draft, result: Native, about: dict[str, Json]) -> None:
    native = result["intent"]
    intent = Draft(source=_SYSTEM, **about)
    intent.take(native.cased("displayName"), "/name", Id)
    intent.take(native["name"], "/name", Id)
    if "name" in intent.value:
        intent.take(result.cased("intentDetectionConfidence"), "/confidence", Unit)
        intent.take(result["parameters"], "/slots", dict[str, Any])
        draft.append("/intents", intent)
    if native.cased("liveAgentHandoff").value is True:
        reason = {"code": "other", "trigger": "bot", "original": "liveAgentHandoff"}
        draft.make("/reason", reason, native.cased("liveAgentHandoff"))
    heard = Draft(**about)
    if heard.take(result.cased("speechRecognitionConfidence"), "/confidence", Unit):
        draft.append("/conversation/voice/asr", heard)
    mood = result.cased("sentimentAnalysisResult").cased("queryTextSentiment")
    take_mood(draft, mood, about)


def _contexts(draft: Draft, result: Native) -> None:
    """The bot's memory: the parameters of each context, under the context's own name."""
    for context in result.cased("outputContexts").elements():
        name = context["name"].text.rpartition("/")[2]
        if not name or not context["parameters"].is_there or not fits(name, Id):
            continue
        place = f"/conversation/variables/{escape(name)}"
        if draft.take(context["parameters"], place):
            draft.says(place, context["name"])


dialect = Dialect(
    name=_SYSTEM,
    version="v2",
    looks_like='an object with a "queryResult" that has a "queryText"',
    recognises=recognises,
    normalize=normalize,
)
