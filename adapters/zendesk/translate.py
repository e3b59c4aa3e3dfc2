"""From a consignment to Zendesk's request documents; pure."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from adapters.zendesk.limits import COMMENT
from adapters.zendesk.settings import ZendeskSettings
from gateway import sdk

CREATE_TICKET = "create ticket"
CREATE_FOLLOW_UP = "create follow-up"
ADD_COMMENT = "add comment"

_MARK_ROOM = sdk.measure("<p>(9999/9999)</p>", "bytes")


class NotePart(Struct, frozen=True, kw_only=True):
    """One comment to write: a stretch of the note, with words of our own before it."""

    number: int
    lead: str
    chunk: sdk.Chunk

    @property
    def html(self) -> str:
        """The comment as it is sent."""
        return self.lead + self.chunk.html


def note_parts(consignment: sdk.Consignment) -> tuple[NotePart, ...]:
    """The note as one comment, or as several under the limit, each with its number "(2/3)".

    A ticket cannot begin with an empty comment: where there is nothing to read, a sentence of our
    own stands before it.
    """
    body = consignment.note.body if consignment.note else ""
    chunks = sdk.split_html(body, COMMENT.size - _MARK_ROOM)
    return tuple(
        NotePart(number=number, lead=_mark(number, len(chunks), consignment), chunk=chunk)
        for number, chunk in enumerate(chunks, start=1)
    )


def _mark(number: int, count: int, consignment: sdk.Consignment) -> str:
    if count > 1:
        return f"<p>({number}/{count})</p>"
    if consignment.note and sdk.has_visible_text(consignment.note.body):
        return ""
    attached = " The complete handoff is attached." if consignment.capsule else ""
    return f"<p>Handed over by Readback.{attached}</p>"


def requesters(consignment: sdk.Consignment) -> tuple[sdk.VendorRequest, ...]:
    """The requests of which the first that is not refused settles the requester.

    One who is recognised but not named is at first updated without a name, so that the name they
    have is not overwritten. One who gives neither e-mail nor external id gets an id of this
    handoff: without either, every repeat would make another user.
    """
    given = {field.name: field.value for field in consignment.under("requester.")}
    is_known = bool(given.get("email") or given.get("external_id"))
    user = given if is_known else {**given, "external_id": f"readback-{consignment.handoff_id}"}
    name = given.get("name") or given.get("email") or given.get("external_id") or "Customer"
    upsert = _upsert("create or update requester", {**user, "name": name})
    if given.get("name") or not is_known:
        return (upsert,)
    return (_upsert("update requester", user), upsert)


def _upsert(step: str, user: dict[str, Any]) -> sdk.VendorRequest:
    document = {"user": {**user, "skip_verify_email": True}}
    return sdk.json_request(step, "POST", "/api/v2/users/create_or_update", document)


def upload_capsule(capsule: sdk.Capsule) -> sdk.VendorRequest:
    """Upload the capsule; one that never gets attached runs out by itself."""
    return sdk.VendorRequest(
        step="upload capsule",
        method="POST",
        path="/api/v2/uploads",
        query=(("filename", capsule.name),),
        headers=(("content-type", capsule.media_type),),
        body=capsule.data,
    )


def create_ticket(
    consignment: sdk.Consignment,
    settings: ZendeskSettings,
    requester_id: int,
    part: NotePart,
    tokens: tuple[str, ...],
) -> sdk.VendorRequest:
    """The ticket with its first comment, to which the uploaded files belong."""
    ticket = _ticket(consignment, settings, requester_id, part)
    with_files = {**ticket, "comment": {**ticket["comment"], "uploads": tokens}}
    return _create(CREATE_TICKET, with_files, consignment.key)


def follow_up(
    consignment: sdk.Consignment,
    settings: ZendeskSettings,
    requester_id: int,
    part: NotePart,
    closed: int,
) -> sdk.VendorRequest:
    """A ticket that goes on from a closed one, with the part of the note which that did not take.

    It is the one that is worked on from then on, so it has all that the closed one was given.
    """
    ticket = _ticket(consignment, settings, requester_id, part)
    followed = {**ticket, "via_followup_source_id": closed}
    return _create(CREATE_FOLLOW_UP, followed, f"{consignment.key}.{part.number}")


def _create(step: str, ticket: dict[str, Any], key: str) -> sdk.VendorRequest:
    # Zendesk forgets the key after two hours (2026-11-20), and a delivery may wait longer than
    # that. So a repeat first searches; the key covers a ticket that the search cannot see yet.
    headers = (("idempotency-key", f"readback-{key}"),)
    return sdk.json_request(
        step, "POST", "/api/v2/tickets", {"ticket": ticket}, headers=headers, repeat="search"
    )


def _ticket(
    consignment: sdk.Consignment, settings: ZendeskSettings, requester_id: int, part: NotePart
) -> dict[str, Any]:
    return {
        **{field.name: field.value for field in consignment.fields if "." not in field.name},
        **own_values(consignment, settings),
        "requester_id": requester_id,
        "comment": _comment(part),
        "custom_fields": [_custom_field(field) for field in consignment.under("custom_fields.")],
        "metadata": _metadata(consignment, part),
    }


def add_comment(
    ref: int, seen: str, consignment: sdk.Consignment, part: NotePart
) -> sdk.VendorRequest:
    """A further part of the note; refused with 409 where the ticket changed since ``seen``.

    So a try that was carried out after all, and of which nobody heard, is not made twice.
    """
    ticket = {
        "comment": _comment(part),
        "metadata": _metadata(consignment, part),
        "safe_update": True,
        "updated_stamp": seen,
    }
    path = f"/api/v2/tickets/{ref}"
    return sdk.json_request(ADD_COMMENT, "PUT", path, {"ticket": ticket}, repeat="search")


def own_values(consignment: sdk.Consignment, settings: ZendeskSettings) -> dict[str, Any]:
    """What the ticket gets without the mapping's doing, by field name."""
    configured = {"external_id": consignment.key, **msgspec.structs.asdict(settings)}
    return {
        name: value
        for name, value in configured.items()
        if value is not None and not consignment.value(name)
    }


def _comment(part: NotePart) -> dict[str, Any]:
    # Without `public` a comment inherits the ticket's privacy, and a public one is mailed to the
    # customer. `body` would collapse spaces and substitute placeholders (2026-11-20).
    return {"html_body": part.html, "public": False}


def _metadata(consignment: sdk.Consignment, part: NotePart) -> dict[str, str]:
    """Comes back in the audit of this write, and only there: how a lost reply is found again."""
    return {
        "readback_delivery": consignment.key,
        "readback_handoff": consignment.handoff_id,
        "readback_part": str(part.number),
    }


def _custom_field(field: sdk.FieldValue) -> dict[str, Any]:
    # An id that is no number would be dropped with a 2xx.
    if not (field.name.isascii() and field.name.isdigit()):
        why = f'"custom_fields.{field.name}" has to end in the number of a custom field'
        raise sdk.DeliveryError(step=CREATE_TICKET, why=why)
    return {"id": int(field.name), "value": field.value}
