"""A handoff as a vCon (draft-ietf-vcon-vcon-core, syntax 0.4.0): what was said, the transfer, what
the bot made of it, and the whole canonical handoff as an attachment.

Written here since the library on PyPI (vcon 0.3.10) builds an older draft, whose documents the
schema of 0.4.0 refuses, and the other way round.
"""

from __future__ import annotations

from typing import Any

from gateway.intake.shape import is_object, text_of
from gateway.intake.vcon.names import (
    EXTENSIONS,
    PACKAGE_MEDIA_TYPE,
    PACKAGE_PURPOSE,
    date_time,
    vcon_uuid,
)
from gateway.intake.vcon.parties import BOT, CUSTOMER, TARGET, Parties
from gateway.schema.codec import handoff_document
from gateway.schema.handoff import Handoff
from gateway.schema.scalars import Json

_JSON = "application/json"


def vcon_document(handoff: Handoff, package: str, created_at: str) -> dict[str, Json]:
    """The vCon of a handoff that has an id; ``package`` is its canonical JSON, kept letter for
    letter. ``created_at`` is when the gateway took it in.
    """
    document = handoff_document(handoff)
    parties = Parties(document)
    dialog = _dialog(document, parties, created_at)
    vcon: dict[str, Json] = {
        "uuid": vcon_uuid(str(handoff.id)),
        "extensions": EXTENSIONS,
        "created_at": date_time(created_at),
        "subject": document["conversation"].get("subject"),
        "parties": parties.listed,
        "dialog": dialog,
        "analysis": _analysis(document, len(dialog) - 1),
        "attachments": _attachments(document, dialog, package),
    }
    if not text_of(vcon["subject"]):
        del vcon["subject"]
    return vcon


def _dialog(document: dict[str, Json], parties: Parties, created_at: str) -> list[dict[str, Json]]:
    """What the parties said to one another, and the transfer as the last.

    Every dialog must have a start: one without a time of its own has that of the one before.
    """
    conversation = document["conversation"]
    start = conversation.get("started_at") or document.get("occurred_at") or created_at
    dialog: list[dict[str, Json]] = []
    for message in conversation["messages"]:
        start = message.get("at") or start
        speaker, words = parties.speaker(message), _words(message["content"])
        if speaker is not None and words and not message.get("internal"):
            dialog.append(_text(message, speaker, words, start))
    dialog.append(_transfer(len(dialog), document.get("occurred_at") or start))
    return dialog


def _text(message: dict[str, Json], speaker: int, words: str, start: str) -> dict[str, Json]:
    hearer = BOT if speaker == CUSTOMER else CUSTOMER
    dialog: dict[str, Json] = {
        "type": "text",
        "start": date_time(start),
        "parties": [speaker, hearer],
        "originator": speaker,
        "mediatype": "text/plain",
        "body": words,
        "encoding": "none",
    }
    if text_of(message.get("id")):
        dialog["message_id"] = message["id"]
    return dialog


def _words(content: Json) -> str:
    """What was said, without calls, files and what a model thought."""
    if isinstance(content, str):
        return content
    texts = [part["text"] for part in content if part["type"] in ("text", "refusal")]
    return "\n".join(texts)


def _transfer(said: int, start: str) -> dict[str, Json]:
    transfer: dict[str, Json] = {
        "type": "transfer",
        "start": date_time(start),
        "transferee": CUSTOMER,
        "transferor": BOT,
        "transfer_target": TARGET,
    }
    if said:
        transfer["original"] = list(range(said))
    return transfer


def _analysis(document: dict[str, Json], said: int) -> list[dict[str, Json]]:
    """What the bot made of it; the draft has the reason of a transfer here, not in the dialog."""
    found: list[tuple[str, str, Json]] = [
        ("summary", "readback-summary-1.0", document.get("summary")),
        ("report", "readback-reason-1.0", document.get("reason")),
        ("report", "readback-intents-1.0", document.get("intents")),
    ]
    moods = document.get("sentiment") or ()
    found += [("sentiment", "readback-sentiment-1.0", mood) for mood in moods]
    about = {"dialog": list(range(said))} if said else {}
    made_by = _made_by(document)
    return [
        {"type": type_, **about, **made_by, "schema": schema, **_json(body)}
        for type_, schema, body in found
        if body
    ]


def _made_by(document: dict[str, Json]) -> dict[str, Json]:
    source = _object(document.get("source"))
    models: Any = _object(document.get("provenance")).get("models") or ()
    vendor = source.get("system") or source.get("bot_name") or "readback"
    product = text_of(models[0].get("name")) if models and is_object(models[0]) else None
    return {"vendor": vendor, **({"product": product} if product else {})}


def _attachments(
    document: dict[str, Json], dialog: list[dict[str, Json]], package: str
) -> list[dict[str, Json]]:
    """Records and retrieved documents for every reader, and the package for those who know it."""
    last = len(dialog) - 1
    where = {"start": dialog[last]["start"], "party": BOT, "dialog": last}
    records = document.get("records") or ()
    pages: Any = _object(document.get("knowledge")).get("documents") or ()
    return [
        *({"purpose": record["type"], **where, **_json(record)} for record in records),
        *({"purpose": "knowledge", **where, **_json(page)} for page in pages),
        {
            "purpose": PACKAGE_PURPOSE,
            **where,
            "mediatype": PACKAGE_MEDIA_TYPE,
            "encoding": "none",
            "body": package,
        },
    ]


def _object(member: Json) -> dict[str, Json]:
    """A member that may be absent or null."""
    return member if is_object(member) else {}


def _json(body: Json) -> dict[str, Json]:
    return {"mediatype": _JSON, "encoding": "json", "body": body}
