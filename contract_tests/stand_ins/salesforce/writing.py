"""Writing a record: fields checked and trimmed, rules run, and what the org's flows do after it."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from collections.abc import Callable

from msgspec import Struct

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.replies import (
    Refused,
    error,
    locked,
    no_such_column,
    not_writable,
    refused,
)
from contract_tests.stand_ins.salesforce.schema import Field, SObject
from contract_tests.stand_ins.salesforce.values import stored_value


class Written(Struct, frozen=True, kw_only=True):
    """A record after a write."""

    id: str
    created: bool


def write(call: Call, sobject: SObject, sent: Record, id_: str | None) -> Written:
    """Make a record, or change the one with this id. Raises ``Refused`` as the org would."""
    if call.switches.spend("locked_row", call.request):
        raise Refused(locked())
    record = _checked(call, sobject, sent)
    existing = call.account.records[sobject.name].get(id_ or "")
    if existing is None:
        _check_required(sobject, record)
    _check_unique(call, sobject, record, id_)
    _check_duplicates(call, sobject)
    if call.switches.value("stores_nothing") is not None:
        return Written(id=id_ or call.account.next_id(sobject.name), created=existing is None)
    complete = existing if existing is not None else _new(call, sobject)
    complete = _after(call, sobject, {**complete, **record})
    call.account.records[sobject.name][complete["Id"]] = complete
    return Written(id=complete["Id"], created=existing is None)


def _checked(call: Call, sobject: SObject, sent: Record) -> Record:
    record: Record = {}
    for name, value in sent.items():
        field = sobject.field(name)
        if field is None:
            raise Refused(no_such_column(name, sobject.name))
        if not field.createable or call.switches.value("forbid_field") == field.name:
            raise Refused(not_writable(field.name))
        record[field.name] = stored_value(call, field, value)
    return record


def _check_required(sobject: SObject, record: Record) -> None:
    lacking = tuple(
        field.name
        for field in sobject.fields
        if not field.nillable and not field.defaulted and record.get(field.name) is None
    )
    if lacking:
        message = f"Required fields are missing: [{', '.join(lacking)}]"
        raise refused("REQUIRED_FIELD_MISSING", message, 400, lacking)


def _check_unique(call: Call, sobject: SObject, record: Record, id_: str | None) -> None:
    for field in sobject.fields:
        value = record.get(field.name)
        if field.unique and value is not None and matching(call, sobject, field, value) - {id_}:
            message = f"duplicate value found: {field.name} duplicates value on another record"
            raise refused("DUPLICATE_VALUE", message)


def matching(call: Call, sobject: SObject, field: Field, value: object) -> set[str | None]:
    """The ids of the records that have this value."""
    records = call.account.records[sobject.name]
    return {id_ for id_, record in records.items() if record.get(field.name) == value}


def _check_duplicates(call: Call, sobject: SObject) -> None:
    rule = (call.request.header("sforce-duplicate-rule-header") or "").replace(" ", "").lower()
    alert = call.switches.value("duplicate_alert") is not None and "allowsave=true" not in rule
    if sobject.name == "Case" and (alert or call.switches.value("duplicate_block") is not None):
        raise Refused(error("DUPLICATES_DETECTED", "Use one of these records?"))


def _new(call: Call, sobject: SObject) -> Record:
    id_ = call.account.next_id(sobject.name)
    defaults: Record = {field.name: _default(field) for field in sobject.fields}
    created = call.account.now.isoformat(timespec="milliseconds").replace("+00:00", "+0000")
    if sobject.name == "Case":
        number = len(call.account.records["Case"]) + 1
        defaults |= {"OwnerId": call.account.user_id, "CaseNumber": f"{number:08d}"}
    return {**defaults, "Id": id_, "CreatedDate": created}


def _default(field: Field) -> object:
    return False if field.type == "boolean" else None


def _after(call: Call, sobject: SObject, record: Record) -> Record:
    """What rules and flows make of it; they run after the write and say nothing of it."""
    rules = _AFTER.get(sobject.name)
    return rules(call, record) if rules else record


def _after_case(call: Call, record: Record) -> Record:
    switches, name = call.switches, call.switches.value("rewrite_field")
    asked = (call.request.header("sforce-auto-assign") or "TRUE").upper()
    if switches.value("assignment_rule") is not None and asked != "FALSE":
        record = {**record, "OwnerId": call.account.rule_queue_id}
    if name is not None:
        owner = call.account.rule_queue_id
        record = {**record, name: owner if name == "OwnerId" else "Rewritten by a flow"}
    most = switches.number("cut_description")
    if most is not None and record["Description"]:
        record = {**record, "Description": record["Description"][:most]}
    return record


def _after_comment(call: Call, record: Record) -> Record:
    is_public = call.switches.value("publish_comments") is not None
    return {**record, "IsPublished": True} if is_public else record


def _after_file(call: Call, record: Record) -> Record:
    """Bytes, their checksum, and the file as it is shown on the record that it was made for."""
    data = record["VersionData"]
    data = data if isinstance(data, bytes) else b64decode(data)
    document = call.account.next_id("ContentDocument")
    places = (call.account.user_id, record["FirstPublishLocationId"])
    for place in places:
        if place and not (place != places[0] and call.switches.value("unlink_file") is not None):
            link = {"LinkedEntityId": place, "ContentDocumentId": document}
            call.account.add("ContentDocumentLink", link)
    return {
        **record,
        "VersionData": data,
        "Checksum": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "ContentSize": len(data),
        "ContentDocumentId": document,
        "IsLatest": True,
    }


_AFTER: dict[str, Callable[[Call, Record], Record]] = {
    "Case": _after_case,
    "CaseComment": _after_comment,
    "ContentVersion": _after_file,
}
