"""From a describe document to the neutral schema: what a mapping may fill in one account. Pure."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from adapters.salesforce.limits import CASE_COMMENT
from adapters.salesforce.wire import Describe, DescribedField
from gateway import sdk

DESCRIBE = "describe object"

# https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/field_types.htm, read 2026-11-20.
# White space at both ends is trimmed when a text is stored.
_KINDS: dict[str, tuple[sdk.FieldKind, sdk.Compare]] = {
    "picklist": ("choice", "trimmed"),
    "multipicklist": ("list", "superset"),
    "boolean": ("boolean", "exact"),
    "int": ("number", "number"),
    "long": ("number", "number"),
    "double": ("number", "number"),
    "currency": ("number", "number"),
    "percent": ("number", "number"),
    "date": ("date", "exact"),
    "datetime": ("date", "exact"),
}
_COMPOUND = frozenset({"address", "location"})
_BINARY = frozenset({"base64", "anyType", "complexvalue"})
# The field of an object that carries the note, with the child object in which the note goes on.
_NOTES = {"Case": ("Description", "CaseComment")}
NOTE_REMARK = (
    f"what it cannot hold goes on in comments of {CASE_COMMENT.size:,} {CASE_COMMENT.unit} each"
)


def ask_for_target(object_: str, api_version: str) -> sdk.Flow[sdk.Target]:
    """The object as the account has it, for the user we sign in as.

    Raises ``VendorRefused`` for one that is not there, and as ``from_describe`` does.
    """
    path = f"/services/data/v{api_version}/sobjects/{quote(object_, safe='')}/describe"
    request = sdk.VendorRequest(step=DESCRIBE, method="GET", path=path)
    response = yield request
    if response.status == 403:
        raise sdk.SignInFailed(step=DESCRIBE, why="status 403: the user or the app may not ask")
    sdk.expect(request, response, 200)
    return from_describe(response.body, object_)


def from_describe(document: bytes, object_: str) -> sdk.Target:
    """The object as one account has it. Raises ``UnexpectedReply`` for anything else."""
    try:
        described = msgspec.json.decode(document, type=Describe)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _unexpected("it is no describe document") from None
    if described.name != object_:
        raise _unexpected(f'it describes "{described.name}"')
    if not described.createable:
        raise _unexpected(f'the user who described "{object_}" may not create one')
    return target_of(described)


def target_of(described: Describe) -> sdk.Target:
    """The neutral schema of a described object; retired fields are left out."""
    children = {(child.child_s_object, child.field) for child in described.child_relationships}
    note = _note_field(described)
    return sdk.Target(
        object=described.name,
        label=described.label or described.name,
        fields=tuple(
            _field(field, is_note=field.name == note)
            for field in described.fields
            if not field.deprecated_and_hidden
        ),
        capsule=("file",) if ("ContentVersion", "FirstPublishLocationId") in children else (),
    )


def _note_field(described: Describe) -> str | None:
    note, comments = _NOTES.get(described.name, (None, None))
    children = {child.child_s_object for child in described.child_relationships}
    return note if comments in children else None


def _field(field: DescribedField, *, is_note: bool) -> sdk.TargetField:
    kind, compare = _KINDS.get(field.type, ("text", "trimmed"))
    note_format: sdk.NoteFormat = "html" if field.html_formatted else "text"
    return sdk.TargetField(
        name=field.name,
        label=field.label or field.name,
        kind="note" if is_note else kind,
        compare="html" if field.html_formatted else compare,
        limit=_limit(field),
        required=_is_required(field),
        choices=tuple(
            sdk.Choice(value=one.value, label=one.label or one.value, active=one.active)
            for one in field.picklist_values
        ),
        restricted=field.restricted_picklist,
        read_only=_read_only(field),
        external_id=field.external_id and field.unique,
        remark=NOTE_REMARK if is_note else _remark(field),
        note_format=note_format if is_note else None,
    )


def _limit(field: DescribedField) -> sdk.Limit | None:
    """A text of four-byte characters may take three bytes a character, unless bytes are meant."""
    if not field.length:
        return None
    unit: sdk.SizeUnit = "bytes" if field.byte_length == field.length else "characters"
    source = "the account's describe document"
    return sdk.Limit(size=field.length, unit=unit, source=source, read_on="with the schema")


def _is_required(field: DescribedField) -> bool:
    # A checkbox is never null, so nothing has to be sent for it.
    is_free = field.nillable or field.defaulted_on_create or field.type == "boolean"
    return field.createable and not is_free


def _read_only(field: DescribedField) -> str:
    """Why a field cannot be written; empty where it can."""
    reasons = (
        (field.calculated, "a formula computes it"),
        (field.auto_number, "it is numbered automatically"),
        (field.type in _COMPOUND, "it is put together from other fields; fill those"),
        (field.type in _BINARY, "it holds no text"),
        (not field.createable, "it is set by the system, or this user may not write it"),
    )
    return next((reason for applies, reason in reasons if applies), "")


def _remark(field: DescribedField) -> str:
    digits = field.precision - field.scale
    is_open = bool(field.picklist_values) and not field.restricted_picklist
    remarks = (
        field.inline_help_text or "",
        f"takes the id of a record: {', '.join(field.reference_to)}" if field.reference_to else "",
        f"{digits} digits, {field.scale} behind the point" if field.precision else "",
        f'which values fit depends on "{field.controller_name}"'
        if field.dependent_picklist
        else "",
        "keeps values that it does not list" if is_open else "",
        "an external ID that is not unique" if field.external_id and not field.unique else "",
    )
    return "; ".join(filter(None, remarks))


def _unexpected(why: str) -> sdk.UnexpectedReply:
    return sdk.UnexpectedReply(step=DESCRIBE, why=why)
