"""Reading what Salesforce holds now: the case, its comments, its file, where it waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import UNSET, Struct

from adapters.salesforce import routing, translate
from adapters.salesforce.case_record import Record, read_case
from adapters.salesforce.existing import list_comments
from adapters.salesforce.replies import Comment, Link, Query, Version, query, show
from adapters.salesforce.settings import SalesforceSettings
from gateway import sdk


class File(Struct, frozen=True, kw_only=True):
    """The capsule as fetched, with the checksum that Salesforce made of it."""

    data: bytes | None = None
    checksum: str | None = None


def read_back(
    delivered: sdk.Delivered, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[sdk.Stored]:
    """What is stored; a case that is gone holds nothing."""
    parts = translate.note_parts(consignment)
    record = yield from read_case(delivered.ref, _asked(consignment, settings), settings)
    if record is None:
        return sdk.Stored()
    listed: tuple[Comment, ...] = ()
    further = translate.further_parts(consignment)
    if further:
        listed = yield from list_comments("read comments", delivered.ref, settings)
    by_id = {comment.id: comment for comment in listed}
    comments = [by_id.get(delivered.parts.get(f"comment.{part.number}", "")) for part in further]
    file = yield from _file(delivered, consignment, settings)
    own = (
        *_own_fields(record, consignment, settings),
        *_privacy(comments),
        *_checksum(consignment, file),
        *(yield from _routed(delivered, settings)),
    )
    return sdk.Stored(
        fields=_fields(record, consignment),
        note=_note(record, consignment, parts, comments),
        capsule=file.data,
        own=own,
    )


def _asked(consignment: sdk.Consignment, settings: SalesforceSettings) -> tuple[str, ...]:
    """Every field that was written, by name: what is not asked for is not shown."""
    names = (
        "Id",
        settings.external_id_field,
        *(field.name for field in consignment.fields),
        *((consignment.note.field,) if consignment.note else ()),
        *translate.own_fields(consignment, settings),
    )
    return tuple(dict.fromkeys(names))


def _fields(record: Record, consignment: sdk.Consignment) -> tuple[sdk.FieldValue, ...]:
    return tuple(
        sdk.FieldValue(name=field.name, value=_read(field.value, record[field.name]))
        for field in consignment.fields
        if field.name in record
    )


def _read(sent: Any, stored: Any) -> Any:
    """The stored value in the form in which it was sent, where Salesforce has another one."""
    if not isinstance(stored, str):
        return stored
    if isinstance(sent, list | tuple):
        return stored.split(";")
    is_same = isinstance(sent, str) and _moment(sent) is not None
    return sent if is_same and _moment(sent) == _moment(stored) else stored


def _moment(text: str) -> datetime | None:
    """A point in time; what Salesforce shows is in UTC and to the millisecond."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _note(
    record: Record,
    consignment: sdk.Consignment,
    parts: tuple[translate.NotePart, ...],
    comments: list[Comment | None],
) -> tuple[sdk.StoredNote, ...]:
    if consignment.note is None or not parts:
        return ()
    first = record.get(consignment.note.field)
    further = [comment.comment_body if comment else None for comment in comments]
    return tuple(
        sdk.StoredNote(
            sent=part.text,
            stored=stored,
            start=part.stretch.start,
            end=part.stretch.end,
            lead=len(part.lead),
        )
        for part, stored in zip(parts, (first, *further), strict=True)
    )


def _own_fields(
    record: Record, consignment: sdk.Consignment, settings: SalesforceSettings
) -> tuple[sdk.OwnValue, ...]:
    """An assignment rule or a flow that took the case away from its owner shows here."""
    sent = translate.own_fields(consignment, settings)
    name = settings.external_id_field
    if consignment.value(name) is UNSET:
        sent = {**sent, name: translate.external_id(consignment, settings)}
    return tuple(
        sdk.OwnValue(name=field, sent=value, stored=record.get(field))
        for field, value in sent.items()
    )


def _privacy(comments: list[Comment | None]) -> tuple[sdk.OwnValue, ...]:
    """A published comment is shown to the customer: no leaf is lost, and yet."""
    return tuple(
        sdk.OwnValue(name=f"comment.{number}.IsPublished", sent=False, stored=comment.is_published)
        for number, comment in enumerate(comments, start=2)
        if comment
    )


def _checksum(consignment: sdk.Consignment, file: File) -> tuple[sdk.OwnValue, ...]:
    if consignment.capsule is None or file.data is None:
        return ()
    sent = translate.checksum(consignment.capsule)
    return (sdk.OwnValue(name="ContentVersion.Checksum", sent=sent, stored=file.checksum),)


def _file(
    delivered: sdk.Delivered, consignment: sdk.Consignment, settings: SalesforceSettings
) -> sdk.Flow[File]:
    """The bytes of our version, if the case still shows its file: the bytes are the proof."""
    ref = delivered.parts.get("capsule", "")
    if consignment.capsule is None or not ref:
        return File()
    path = f"{translate.root(settings)}/sobjects/ContentVersion/{ref}"
    fields = ("Id", "Checksum", "ContentDocumentId")
    version = yield from show("read file record", path, fields, Version)
    wanted = Query(
        fields="ContentDocumentId",
        object="ContentDocumentLink",
        where=f"LinkedEntityId = '{delivered.ref}'",
    )
    links = yield from query("read file links", translate.root(settings), wanted, Link)
    if version is None or Link(version.content_document_id) not in links:
        return File()
    request = sdk.VendorRequest(step="read capsule", method="GET", path=f"{path}/VersionData")
    response = yield request
    data = response.body if response.status == 200 else None
    return File(data=data, checksum=version.checksum)


def _routed(
    delivered: sdk.Delivered, settings: SalesforceSettings
) -> sdk.Flow[tuple[sdk.OwnValue, ...]]:
    if settings.routing is None:
        return ()
    item = yield from routing.find("read routing", delivered.ref, settings)
    is_ready = item.is_ready_for_routing if item else None
    return (sdk.OwnValue(name="routing.IsReadyForRouting", sent=True, stored=is_ready),)
