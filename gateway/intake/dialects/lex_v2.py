"""Amazon Lex V2: the event that Lambda gets, or the answer of the runtime API.

Either holds the last turn only. The two write the same things differently: ``nluConfidence`` is a
number for Lambda and ``{"score": n}`` in the runtime API (botocore 1.44.5).
"""

from __future__ import annotations

from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish, number_messages
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import card_part, message_of, text_part
from gateway.intake.drafting.refusal import refusal
from gateway.intake.drafting.words import take_channel
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Lang, Text, Unit

_SYSTEM = "lex_v2"
_MESSAGES = "/conversation/messages"
_PLATFORM = "x-amz-lex:channels:platform"
_CARD = "ImageResponseCard"


def recognises(document: Json) -> bool:
    """A session state, beside Lambda's version and bot, or beside interpretations."""
    root = Native("", document)
    if not root["sessionState"].is_object:
        return False
    is_event = root["messageVersion"].is_there and root["bot"].is_there
    return is_event or root["interpretations"].is_there


def normalize(document: Json) -> Normalized:
    """The last turn. Raises ``InvalidHandoff`` for what is no object."""
    if not is_object(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    state = root["sessionState"]
    has_said = _said(draft, root)
    _answers(draft, root)
    draft.take(state["originatingRequestId"], "/correlation/run_id", Id)
    ids = number_messages(draft, draft.at("/correlation/run_id"))
    about: dict[str, Json] = {"message_id": ids[0]} if has_said else {}
    _session(draft, root, state)
    for rank, native in enumerate(root["interpretations"].elements(), start=1):
        _interpretation(draft, native, rank, about)
    _heard(draft, root, about)
    lift_variables(draft)
    return finish(document, draft)


def _said(draft: Draft, root: Native) -> bool:
    said = root["inputTranscript"]
    if not said.text:
        return False
    draft.append(_MESSAGES, message_of("customer", text_part(said)))
    return True


def _answers(draft: Draft, root: Native) -> None:
    for native in root["messages"].elements():
        card = native["imageResponseCard"]
        if native["content"].text:
            message = message_of("bot", text_part(native["content"]))
        elif card.is_object:
            message = message_of("bot", card_part(card, f"application/vnd.lex.{_CARD}+json"))
        else:
            continue
        draft.append(_MESSAGES, message)


def _session(draft: Draft, root: Native, state: Native) -> None:
    draft.take(root["sessionId"], "/conversation/id", Id)
    draft.take(state["sessionAttributes"], "/conversation/variables", dict[str, Any])
    take_channel(draft, root["requestAttributes"][_PLATFORM])
    if root["inputMode"].value == "Speech":
        take_channel(draft, root["inputMode"])
    bot = root["bot"]
    draft.take(bot["id"], "/source/bot_id", Id)
    draft.take(bot["name"], "/source/bot_name", Text)
    draft.take(bot["version"], "/source/bot_version", Id)
    draft.take(bot["aliasName"], "/source/environment", Id)
    draft.take(bot["localeId"], "/conversation/language", Lang)


def _interpretation(draft: Draft, native: Native, rank: int, about: dict[str, Json]) -> None:
    """FallbackIntent has no confidence; a slot that was not filled is null and stays so."""
    intent = Draft(rank=rank, **about)
    if intent.take(native["intent"]["name"], "/name", Id):
        score = native["nluConfidence"]
        intent.take(score["score"] if score.is_object else score, "/confidence", Unit)
        intent.take(native["interpretationSource"], "/source", Id)
        intent.take(native["intent"]["slots"], "/slots", dict[str, Any])
        draft.append("/intents", intent)
    for name, slot in native["intent"]["slots"].members():
        _entity(draft, name, slot["value"], about)
    mood = native["sentimentResponse"]
    reading = Draft(scheme="amazon", scope="message", **about)
    if reading.take(mood["sentiment"], "/label", Id):
        reading.take(mood, "/raw")
        draft.append("/sentiment", reading)


def _entity(draft: Draft, name: str, value: Native, about: dict[str, Json]) -> None:
    entity = Draft(name=name, **about)
    if fits(name, Id) and entity.take(value["interpretedValue"], "/value"):
        entity.take(value["originalValue"], "/original", Text)
        draft.append("/entities", entity)


def _heard(draft: Draft, root: Native, about: dict[str, Json]) -> None:
    for native in root["transcriptions"].elements():
        heard = Draft(**about)
        heard.take(native["transcription"], "/text", Text)
        heard.take(native["transcriptionConfidence"], "/confidence", Unit)
        if heard.trail.says_anything():
            draft.append("/conversation/voice/asr", heard)
    _repeated(draft, root)


def _repeated(draft: Draft, root: Native) -> None:
    """The intent stands three times in an event: what is the same in each is said once."""
    top = root["interpretations"][0]["intent"]
    for again in (root["sessionState"]["intent"], root["proposedNextState"]["intent"]):
        if top["name"].text and again["name"].value == top["name"].value:
            draft.repeats(again["name"], "/intents/0/name")
        for name, slot in again["slots"].members():
            draft.repeats(slot, f"/intents/0/slots/{escape(name)}")


dialect = Dialect(
    name=_SYSTEM,
    version="2.0",
    looks_like='an object with a "sessionState" and "interpretations"',
    recognises=recognises,
    normalize=normalize,
)
