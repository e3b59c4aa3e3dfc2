"""From a consignment to what Salesforce is asked to write; pure."""

from __future__ import annotations

import hashlib
import html
from base64 import b64encode
from typing import Any, cast
from urllib.parse import quote

import msgspec
from msgspec import UNSET, Struct

from adapters.salesforce.limits import CASE_COMMENT, NOTE
from adapters.salesforce.settings import SalesforceSettings
from gateway import sdk

_MARK_ROOM = sdk.measure("(9999/9999) [12345678]\n\n(end)", "bytes")


class NotePart(Struct, frozen=True, kw_only=True):
    """One place of the note: its stretch between words of our own.

    White space at either end would be trimmed, so a mark stands before and behind it.
    """

    number: int
    lead: str
    stretch: sdk.Stretch
    tail: str

    @property
    def text(self) -> str:
        """The part as it is sent."""
        return self.lead + self.stretch.text + self.tail


class Write(Struct, frozen=True, kw_only=True):
    """One record: ``name`` is "case", "capsule" or "comment.N"; ``path`` is below the root."""

    name: str
    method: str
    path: str
    body: dict[str, Any]


def root(settings: SalesforceSettings) -> str:
    """Where the API of the version in use begins."""
    return f"/services/data/v{settings.api_version}"


def external_id(consignment: sdk.Consignment, settings: SalesforceSettings) -> str:
    """What finds the case again: what the mapping gives that field, else the delivery's key."""
    mapped = consignment.value(settings.external_id_field)
    text = "" if mapped is UNSET or mapped is None else str(mapped).strip()
    return text or consignment.key


def note_parts(consignment: sdk.Consignment) -> tuple[NotePart, ...]:
    """The note as the description alone, or going on in comments, each with its number "(2/3)"."""
    body = consignment.note.body if consignment.note else ""
    if not body:
        return ()
    first = sdk.cut_text(body, NOTE.size - _MARK_ROOM, _units)
    rest = sdk.split_text(body, CASE_COMMENT.size - _MARK_ROOM, encoded_size, first.end)
    stretches = (first, *rest)
    return tuple(
        NotePart(
            number=number,
            lead=_lead(number, len(stretches), stretch.text, consignment.key),
            stretch=stretch,
            tail="\n(end)" if _is_trimmed(stretch.text[-1]) else "",
        )
        for number, stretch in enumerate(stretches, start=1)
    )


def further_parts(consignment: sdk.Consignment) -> tuple[NotePart, ...]:
    """The parts that are comments."""
    return tuple(part for part in note_parts(consignment) if part.number > 1)


def encoded_size(text: str) -> int:
    """How many bytes a comment takes: it is counted as HTML, where "&" takes five."""
    return sdk.measure(html.escape(text), "bytes")


def _units(text: str) -> int:
    return sdk.measure(text, NOTE.unit)


def _lead(number: int, count: int, text: str, key: str) -> str:
    if number > 1:
        return comment_mark(number, count, key)
    return f"(1/{count})\n" if count > 1 or _is_trimmed(text[0]) else ""


def comment_mark(number: int, count: int, key: str) -> str:
    """What a comment begins with, and is found by: comments can carry no external id.

    Two deliveries may have one case, so the delivery stands there too.
    """
    mark = hashlib.blake2b(key.encode(), digest_size=4).hexdigest()
    return f"({number}/{count}) [{mark}]\n"


def _is_trimmed(character: str) -> bool:
    # Wider than what Salesforce is known to trim: a mark too many costs nothing.
    return character == " " or not character.isprintable()


def case(consignment: sdk.Consignment, settings: SalesforceSettings) -> Write:
    """The case, made or updated by its external id, which must not stand in the body as well."""
    name = settings.external_id_field
    fields = {field.name: _sent(field.value) for field in consignment.fields if field.name != name}
    key = quote(external_id(consignment, settings), safe="")
    return Write(
        name="case",
        method="PATCH",
        path=f"/sobjects/Case/{name}/{key}",
        body={**fields, **_description(consignment), **own_fields(consignment, settings)},
    )


def own_fields(consignment: sdk.Consignment, settings: SalesforceSettings) -> dict[str, Any]:
    """What the case gets without the mapping's doing, by field name."""
    configured = {"OwnerId": settings.owner_id, "RecordTypeId": settings.record_type_id}
    return {
        name: value
        for name, value in configured.items()
        if value is not None and not consignment.value(name)
    }


def _description(consignment: sdk.Consignment) -> dict[str, str]:
    parts = note_parts(consignment)
    return {consignment.note.field: parts[0].text} if consignment.note and parts else {}


def _sent(value: Any) -> Any:
    """A picklist of several values is one text with semicolons."""
    if isinstance(value, list | tuple):
        return ";".join(map(str, cast("list[Any]", value)))
    return value


def capsule(consignment: sdk.Consignment, case_id: str) -> Write | None:
    """The file, linked to the case by its first place of publication."""
    sent = consignment.capsule
    if sent is None:
        return None
    body = {**file_fields(consignment, sent, case_id), "VersionData": b64encode(sent.data).decode()}
    return Write(name="capsule", method="POST", path="/sobjects/ContentVersion", body=body)


def file_fields(consignment: sdk.Consignment, sent: sdk.Capsule, case_id: str) -> dict[str, str]:
    """What the file's record says beside its bytes."""
    return {
        "Title": sent.name,
        "PathOnClient": sent.name,
        "Description": file_mark(consignment),
        "FirstPublishLocationId": case_id,
    }


def file_mark(consignment: sdk.Consignment) -> str:
    """By what this delivery's file is told from another's with the same name and bytes."""
    return f"Readback delivery {consignment.key}"


def checksum(sent: sdk.Capsule) -> str:
    """The MD5 that Salesforce computes of a file."""
    return hashlib.md5(sent.data, usedforsecurity=False).hexdigest()


def comments(consignment: sdk.Consignment, case_id: str) -> tuple[Write, ...]:
    """The further parts of the note; none is shown to the customer."""
    return tuple(
        Write(
            name=f"comment.{part.number}",
            method="POST",
            path="/sobjects/CaseComment",
            body={"ParentId": case_id, "CommentBody": part.text, "IsPublished": False},
        )
        for part in further_parts(consignment)
    )


def headers(
    consignment: sdk.Consignment, settings: SalesforceSettings
) -> tuple[tuple[str, str], ...]:
    """What each write says of rules and of its origin."""
    allow = str(settings.allow_duplicates).lower()
    return (
        ("Sforce-Auto-Assign", _auto_assign(consignment, settings)),
        ("Sforce-Duplicate-Rule-Header", f"allowSave={allow}"),
        ("Sforce-Call-Options", "client=readback"),
    )


def _auto_assign(consignment: sdk.Consignment, settings: SalesforceSettings) -> str:
    # Left out it means TRUE, and an active rule then changes the owner (2026-11-20).
    words = {"on": "TRUE", "off": "FALSE"}
    if settings.assignment_rules is not None:
        return words.get(settings.assignment_rules, settings.assignment_rules)
    names_owner = consignment.value("OwnerId") or settings.owner_id
    return "FALSE" if names_owner else "TRUE"


def has_references(consignment: sdk.Consignment, settings: SalesforceSettings) -> bool:
    """Whether a text looks like a composite request's reference to one of its other parts.

    There is no way to escape "@{", so such texts are written one record at a time.
    """
    texts = [part.text for part in note_parts(consignment)]
    names = consignment.capsule.name if consignment.capsule else ""
    return b"@{" in msgspec.json.encode([case(consignment, settings).body, texts, names])
