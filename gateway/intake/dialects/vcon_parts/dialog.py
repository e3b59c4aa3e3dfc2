"""The dialog of a vCon as messages."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode

from gateway.intake.dialects.vcon_parts.people import People
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import MESSAGES
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.parts import event_part, media_part, other_part, set_content
from gateway.schema.check import fits
from gateway.schema.leaves import escape
from gateway.schema.scalars import Id, Text, Time

TRANSFER = "transfer"
PLAIN = "plain_encoding"
"""Noise: the word for a body that stands there as it is."""

_READ = frozenset({"type", "start", "message_id", "body", "encoding", "url", "filename"})


def take_dialog(draft: Draft, dialog: Native, people: People) -> None:
    """One dialog: words of a party, a recording, or that somebody was transferred."""
    kind = dialog["type"].text
    if kind == TRANSFER:
        draft.take(dialog["start"], "/occurred_at", Time)
    if kind not in ("text", "recording"):
        message = Draft(role="system")
        set_content(message, [event_part(kind, dialog) if kind else other_part("dialog", dialog)])
        draft.append(MESSAGES, message)
        return
    index = people.speaker(dialog)
    message = Draft(role=people.role(index))
    message.take(dialog["message_id"], "/id", Id)
    message.take(dialog["start"], "/at", Time)
    if index is not None:
        message.make("/participant", people.name(index))
    part = _text(dialog) if kind == "text" else _recording(dialog)
    part.says("/type" if kind == "recording" else "", dialog["type"])
    set_content(message, [part])
    for name, member in dialog.members():
        if name not in _READ:
            message.take(member, f"/meta/{escape(name)}")
    draft.append(MESSAGES, message)


def _text(dialog: Native) -> Draft:
    body, encoding = dialog["body"], dialog["encoding"]
    words = _decoded(body.text) if encoding.text == "base64url" else body.text
    if words is None or not body.text or not fits(words, Text):
        return other_part("dialog_body", body) if body.is_there else _elsewhere(dialog)
    part = Draft(type="text")
    part.make("/text", words, body)
    if encoding.text == "none":
        part.drop(encoding, PLAIN)
    elif encoding.is_there:
        part.says("/text", encoding)
    if dialog["mediatype"].text.startswith("text/html"):
        part.value["format"] = "html"
    return part


def _elsewhere(dialog: Native) -> Draft:
    """Words that stand in a file of their own."""
    return media_part("text/plain", url=dialog["url"], name=dialog["filename"])


def _recording(dialog: Native) -> Draft:
    media_type = dialog["mediatype"].text
    kept = media_type if media_type and fits(media_type, Text) else "audio/*"
    return media_part(kept, url=dialog["url"], name=dialog["filename"])


def _decoded(text: str) -> str | None:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return None
