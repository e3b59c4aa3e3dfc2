"""Dialogflow CX: the request of a webhook, or the response to ``detectIntent``.

Either holds the last turn only; the turns before come in as turns of the same session. Written by
the REST API in camelCase, by Python's ``MessageToDict`` with preserved names in snake_case.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.dialects.dialogflow.turn import (
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
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_channel
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.scalars import Id, Json, Text, Unit

_SYSTEM = "dialogflow_cx"


def recognises(document: Json) -> bool:
    """A webhook request by its response id, a response by what only CX has in its result."""
    root = Native("", document)
    if root.cased("detectIntentResponseId").is_there:
        return True
    result = root.cased("queryResult")
    return (
        result.is_object
        and not result.cased("queryText").is_there
        and any(result.cased(name).is_there for name in ("responseMessages", "match"))
    )


def normalize(document: Json) -> Normalized:
    """The last turn. Raises ``InvalidHandoff`` for what is no object."""
    if not is_object(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    result = root.cased("queryResult")
    turn = result if result.is_object else root
    has_said = _said(draft, turn)
    _session(draft, root, turn)
    for answer in (*root["messages"].elements(), *turn.cased("responseMessages").elements()):
        take_answer(draft, answer)
    ids = number_messages(draft, draft.at("/correlation/run_id"))
    about: dict[str, Json] = {"message_id": ids[0]} if has_said else {}
    take_mood(draft, turn.cased("sentimentAnalysisResult"), about)
    _intent(draft, root, turn, about)
    _form(draft, root)
    lift_variables(draft)
    return finish(document, draft)


def _said(draft: Draft, turn: Native) -> bool:
    said = take_said(
        draft,
        ("text", turn["text"]),
        ("text", turn["transcript"]),
        ("triggerEvent", turn.cased("triggerEvent")),
        ("triggerIntent", turn.cased("triggerIntent")),
        ("dtmf", turn.cased("dtmfDigits")),
    )
    resolved = turn["match"].cased("resolvedInput")
    if said:
        draft.repeats(resolved, "/conversation/messages/0/content")
    take_language(draft, turn.cased("languageCode"))
    return said


def _session(draft: Draft, root: Native, turn: Native) -> None:
    session = root.cased("sessionInfo")
    take_session(draft, session["session"])
    take_session(draft, turn.cased("diagnosticInfo")["Session Id"])
    draft.take(session["parameters"], "/conversation/variables", dict[str, Any])
    draft.take(turn["parameters"], "/conversation/variables", dict[str, Any])
    take_channel(draft, root["payload"]["channel"])
    draft.take(root.cased("detectIntentResponseId"), "/correlation/run_id", Id)
    draft.take(root.cased("responseId"), "/correlation/run_id", Id)


def _intent(draft: Draft, root: Native, turn: Native, about: dict[str, Json]) -> None:
    info = root.cased("intentInfo")
    match = turn["match"]
    intent = Draft(source=_SYSTEM, **about)
    for named in (info, match["intent"]):
        intent.take(named.cased("displayName"), "/name", Id)
    intent.take(info.cased("lastMatchedIntent"), "/name", Id)
    intent.take(match["intent"]["name"], "/name", Id)
    if "name" not in intent.value:
        return
    for holder in (info, match):
        intent.take(holder["confidence"], "/confidence", Unit)
    intent.take(info["parameters"], "/slots", dict[str, Any])
    draft.append("/intents", intent)


def _form(draft: Draft, root: Native) -> None:
    """A form's filled parameters are entities, its required empty ones open questions."""
    for slot in root.cased("pageInfo").cased("formInfo").cased("parameterInfo").elements():
        name = slot.cased("displayName")
        if slot["value"].is_there and fits(name.value, Id):
            entity = Draft()
            entity.take(name, "/name", Id)
            entity.take(slot["value"], "/value")
            draft.append("/entities", entity)
        elif slot["required"].value is True and fits(name.value, Text):
            question = Draft()
            question.take(name, "/text", Text)
            question.says("/text", slot["required"])
            draft.append("/open_questions", question)


dialect = Dialect(
    name=_SYSTEM,
    version="v3",
    looks_like='a webhook request with "detectIntentResponseId", or a "queryResult" with "match"',
    recognises=recognises,
    normalize=normalize,
)
