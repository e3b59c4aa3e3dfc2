"""Botpress: the input of ``startHitl``, by which a bot asks for a person.

Read in ``interfaces/hitl`` 2.1.0. The history has neither times nor ids.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.known import lift_variables
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import (
    card_part,
    choices_part,
    media_part,
    other_part,
    set_content,
    text_part,
)
from gateway.intake.drafting.refusal import refusal
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.schema.assessment import UrgencyLevel
from gateway.schema.scalars import Id, Json, Text

_SYSTEM = "botpress"
_ROLES = {"user": "customer", "bot": "bot"}


def recognises(document: Json) -> bool:
    """A history of messages and the user whose it is."""
    return is_object(document) and is_list(document.get("messageHistory")) and "userId" in document


def normalize(document: Json) -> Normalized:
    """The history, with title and description as the summary.

    Raises ``InvalidHandoff`` for what is no object.
    """
    if not is_object(document):
        raise refusal(dialect)
    root = Native("", document)
    draft = Draft()
    draft.know("/source/system", _SYSTEM, f"{_SYSTEM}.system")
    draft.take(root["conversationId"], "/conversation/id", Id)
    draft.take(root["userId"], "/customer/id", Id)
    draft.take(root["title"], "/conversation/subject", Text)
    draft.take(root["title"], "/summary/headline", Text)
    draft.take(root["description"], "/summary/free_text", Text)
    _session(draft, root["hitlSession"])
    for message in root["messageHistory"].elements():
        if message.is_object:
            _message(draft, message)
    lift_variables(draft)
    return finish(document, draft)


def _session(draft: Draft, session: Native) -> None:
    """What the installed integration wants to know of a new ticket, priority among it."""
    draft.take(session, "/conversation/variables", dict[str, Any])
    draft.take(session["priority"], "/urgency/level", UrgencyLevel)


def _message(draft: Draft, native: Native) -> None:
    source = native["source"]
    message = Draft(role=_ROLES.get(source["type"].text, "other"))
    if message.value["role"] != "other":
        message.says("/role", source["type"])
    message.take(source["userId"], "/participant", Id)
    set_content(message, _parts(native["type"], native["payload"]))
    draft.append("/conversation/messages", message)


def _parts(kind: Native, payload: Native) -> list[Draft]:
    if kind.value == "bloc" and is_list(payload["items"].value):
        items = [_parts(item["type"], item["payload"]) for item in payload["items"].elements()]
        return [part for parts in items for part in parts]
    if not payload.is_there:
        return []
    reader = _READERS.get(kind.text)
    part = reader(payload) if reader else other_part(kind.text or "untyped", payload)
    if part.value["type"] == "other":
        part.says("/original_type", kind if kind.text else Native(""))
    else:
        part.says("/text" if part.value["type"] == "text" else "/type", kind)
    return [part]


def _words(payload: Native) -> Draft:
    return text_part(payload["text"]) if payload["text"].is_there else other_part("text", payload)


def _markdown(payload: Native) -> Draft:
    part = Draft(type="text", format="markdown")
    return (
        part if part.take(payload["markdown"], "/text", Text) else other_part("markdown", payload)
    )


def _file(media_type: str, url: str) -> Callable[[Native], Draft]:
    def read(payload: Native) -> Draft:
        part = media_part(media_type, url=payload[url], name=payload["title"])
        return part if "url" in part.value else other_part(media_type, payload)

    return read


def _choices(kind: str) -> Callable[[Native], Draft]:
    def read(payload: Native) -> Draft:
        part = choices_part(payload["options"], kind)
        if "options" not in part.value:
            return other_part(kind, payload)
        return part

    return read


def _card(payload: Native) -> Draft:
    return card_part(payload, "application/vnd.botpress.card+json")


_READERS: dict[str, Callable[[Native], Draft]] = {
    "text": _words,
    "markdown": _markdown,
    "image": _file("image/*", "imageUrl"),
    "audio": _file("audio/*", "audioUrl"),
    "video": _file("video/*", "videoUrl"),
    "file": _file("application/octet-stream", "fileUrl"),
    "card": _card,
    "carousel": _card,
    "location": _card,
    "choice": _choices("choice"),
    "dropdown": _choices("dropdown"),
}


dialect = Dialect(
    name=_SYSTEM,
    version="2.1.0",
    looks_like='the input of startHitl, an object with "userId" and "messageHistory"',
    recognises=recognises,
    normalize=normalize,
)
