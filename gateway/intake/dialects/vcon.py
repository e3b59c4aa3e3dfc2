"""IETF's vCon: a conversation as a document (draft-ietf-vcon-vcon-core, syntax 0.4.0).

One that Readback wrote holds the whole handoff, and that is what comes in again; what else stands
in it says the same once more.
"""

from __future__ import annotations

import msgspec

from gateway.intake.dialects.vcon_parts.dialog import TRANSFER, take_dialog
from gateway.intake.dialects.vcon_parts.findings import take_analysis, take_attachment
from gateway.intake.dialects.vcon_parts.people import People
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import finish
from gateway.intake.drafting.native import Native
from gateway.intake.drafting.refusal import refusal
from gateway.intake.embedded import embedded
from gateway.intake.normalized import Dialect, Normalized
from gateway.intake.shape import is_list, is_object
from gateway.intake.vcon.encode import vcon_document
from gateway.intake.vcon.names import PACKAGE_MEDIA_TYPE, PACKAGE_PURPOSE
from gateway.schema.check import fits
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.scalars import Id, Json, Text, Time, Uuid

SAID_BY_THE_HANDOFF = "said_by_the_handoff"
"""Noise: what a vCon of ours says beside the handoff that it holds."""

_SYNTAX = "syntax_version"

_OPTIONAL = frozenset(
    {"group", "redacted", "amended", "analysis", "attachments", "dialog", "parties", "extensions"}
    | {"critical", "meta"}
)


def recognises(document: Json) -> bool:
    """An object with the id and time of a vCon, and parties or a dialog."""
    if not is_object(document) or "uuid" not in document or "created_at" not in document:
        return False
    return is_list(document.get("parties")) or is_list(document.get("dialog"))


def normalize(document: Json) -> Normalized:
    """The dialog as a conversation. Raises ``InvalidHandoff`` for what is no vCon."""
    if not recognises(document):
        raise refusal(dialect)
    native = Native("", document)
    for attachment in native["attachments"].elements():
        handoff = _package(attachment)
        if handoff is not None:
            return _ours(native, attachment["body"], handoff)
    return _theirs(native)


def _theirs(native: Native) -> Normalized:
    draft = Draft()
    dialogs = list(native["dialog"].elements())
    transfers = [dialog for dialog in dialogs if dialog["type"].text == TRANSFER]
    people = People(native["parties"], transfers[0] if transfers else Native(""))
    draft.take(native["uuid"], "/conversation/id", Id)
    draft.take(native["subject"], "/conversation/subject", Text)
    people.take(draft)
    for dialog in dialogs:
        take_dialog(draft, dialog, people)
    draft.take(native["created_at"], "/occurred_at", Time)
    for analysis in native["analysis"].elements():
        take_analysis(draft, analysis)
    for attachment in native["attachments"].elements():
        take_attachment(draft, attachment)
    if native["vcon"].text:
        draft.drop(native["vcon"], _SYNTAX)
    return finish(native.value, draft, optional=_OPTIONAL)


def _package(attachment: Native) -> dict[str, Json] | None:
    """The handoff that an attachment of ours holds, if it still is one."""
    if attachment["purpose"].text != PACKAGE_PURPOSE:
        return None
    if attachment["mediatype"].text != PACKAGE_MEDIA_TYPE:
        return None
    found = embedded(attachment["body"].text)
    if not is_object(found) or not fits(found, Handoff) or not fits(found.get("id"), Uuid):
        return None
    return found


def _ours(native: Native, body: Native, handoff: dict[str, Json]) -> Normalized:
    created_at = native["created_at"].text
    again = vcon_document(msgspec.convert(handoff, Handoff), body.text, created_at)
    known = document_leaves(again)
    noise: dict[str, str] = {}
    unmapped: dict[str, Json] = {}
    for pointer, value in document_leaves(native.value).items():
        if pointer == body.at:
            continue
        if pointer in known and _same(known[pointer], value):
            noise[pointer] = SAID_BY_THE_HANDOFF
        else:
            unmapped[pointer] = value
    return Normalized(
        handoff=handoff,
        mapped={body.at: tuple(f"/{escape(name)}" for name in handoff)},
        unmapped=unmapped,
        noise=noise,
    )


def _same(one: Json, other: Json) -> bool:
    return type(one) is type(other) and one == other


dialect = Dialect(
    name="vcon",
    version="0.4.0",
    looks_like='a vCon: an object with "uuid", "created_at" and "parties" or "dialog"',
    recognises=recognises,
    normalize=normalize,
)
