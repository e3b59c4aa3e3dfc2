"""What both Dialogflows say alike about one turn: session, mood, channel and the bot's answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    card_part,
    choices_part,
    event_part,
    message_of,
    other_part,
    text_part,
)
from gateway.intake.drafting.words import take_reason
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Json, Lang, Signed

MESSAGES = "/conversation/messages"


def take_session(draft: Draft, session: Native) -> None:
    """``projects/…/sessions/s-37``: its last segment names the conversation."""
    name = session.text.rpartition("/")[2]
    if fits(name, Id):
        draft.make("/conversation/id", name, session)
    draft.take(session, "/correlation/session_id", Id)


def take_mood(draft: Draft, native: Native, about: dict[str, Json]) -> None:
    """Sentiment of the customer's words: score -1 to 1, magnitude from 0."""
    mood = Draft(scheme="dialogflow", scope="message", **about)
    if mood.take(native["score"], "/score", Signed):
        mood.take(native["magnitude"], "/magnitude", float)
        draft.append("/sentiment", mood)


def take_language(draft: Draft, native: Native) -> None:
    """The language of the turn."""
    draft.take(native, "/conversation/language", Lang)


def take_said(draft: Draft, *candidates: tuple[str, Native]) -> bool:
    """The customer's turn: words, or an event of one of these names."""
    for name, native in candidates:
        if native.text:
            part = text_part(native) if name == "text" else event_part(name, native)
            draft.append(MESSAGES, message_of("customer", part))
            return True
    return False


def take_answer(draft: Draft, native: Native) -> None:
    """One response message: words or choices for the customer, or something that happens."""
    for name, member in native.members():
        reader = _ANSWERS.get(name) or _ANSWERS.get(_camel(name))
        if reader is not None and reader(draft, member):
            return


def _texts(draft: Draft, member: Native) -> bool:
    texts = member["text"]
    parts = [text_part(text) for text in texts.elements()]
    if texts.text:
        parts = [text_part(texts)]
    if not parts:
        return False
    draft.append(MESSAGES, message_of("bot", *parts))
    return True


def _shown(make: Callable[[Native], Draft]) -> Callable[[Draft, Native], bool]:
    def read(draft: Draft, member: Native) -> bool:
        draft.append(MESSAGES, message_of("bot", make(member)))
        return True

    return read


def _happens(name: str) -> Callable[[Draft, Native], bool]:
    def read(draft: Draft, member: Native) -> bool:
        message = message_of("system", event_part(name, member))
        message.value["internal"] = True
        draft.append(MESSAGES, message)
        return True

    return read


def _handoff(draft: Draft, member: Native) -> bool:
    """The author's own package. Reason and queue are the names in Google's own examples."""
    metadata = member["metadata"]
    for name, value in metadata.members():
        draft.take(value, f"/conversation/variables/{escape(name)}", Any)
    take_reason(draft, metadata["reason"])
    draft.take(metadata["queue"], "/routing/queue", Id)
    said = {"code": "other", "trigger": "bot", "original": "liveAgentHandoff"}
    draft.know("/reason", said, "dialogflow.live_agent_handoff")
    draft.says("/reason", *(bare for bare in (member, metadata) if bare.value == {}))
    return True


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


_CARDS = ("card", "basicCard", "carouselSelect", "listSelect", "knowledgeInfoCard")

_ANSWERS: dict[str, Callable[[Draft, Native], bool]] = {
    "text": _texts,
    "liveAgentHandoff": _handoff,
    "quickReplies": _shown(lambda member: choices_part(member, "quick_replies")),
    "suggestions": _shown(lambda member: choices_part(member, "suggestions")),
    "payload": _shown(lambda member: card_part(member, "application/vnd.dialogflow.payload+json")),
    "image": _shown(lambda member: other_part("image", member)),
    **{
        name: _shown(lambda member: card_part(member, "application/vnd.dialogflow.card+json"))
        for name in _CARDS
    },
    **{
        name: _happens(name)
        for name in (
            *("endInteraction", "telephonyTransferCall", "conversationSuccess"),
            *("playAudio", "mixedAudio", "outputAudioText"),
        )
    },
}
