"""Records by their ids and external ids: make, show, change, delete, describe, download."""

from __future__ import annotations

import email
import email.policy
from typing import Any

import msgspec

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call, sent_object
from contract_tests.stand_ins.salesforce.replies import Refused, not_found, refused
from contract_tests.stand_ins.salesforce.schema import (
    OBJECTS,
    Field,
    SObject,
    describe_document,
)
from contract_tests.stand_ins.salesforce.showing import (
    asked_names,
    record_document,
    visible_names,
)
from contract_tests.stand_ins.salesforce.writing import Written, matching, write
from contract_tests.stand_ins.wire import Reply, json_reply


def describe(call: Call) -> Reply:
    """``GET /sobjects/NAME/describe``."""
    document = describe_document(_sobject(call), call.switches.value("restrict_picklist"))
    return json_reply(document)


def create(call: Call) -> Reply:
    """``POST /sobjects/NAME``, in JSON or, for files, as a form of two parts."""
    sobject = _sobject(call)
    is_form = (call.request.header("content-type") or "").startswith("multipart/form-data")
    sent = _form(call) if is_form else sent_object(call)
    return json_reply(_saved(write(call, sobject, sent, None)), 201)


def show(call: Call) -> Reply:
    """``GET /sobjects/NAME/ID?fields=``."""
    return _show(call, _record(call, call.arguments[1]))


def update(call: Call) -> Reply:
    """``PATCH /sobjects/NAME/ID``: answered without a body."""
    record = _record(call, call.arguments[1])
    write(call, _sobject(call), sent_object(call), record["Id"])
    return Reply(status=204)


def delete(call: Call) -> Reply:
    """``DELETE /sobjects/NAME/ID``."""
    record = _record(call, call.arguments[1])
    del call.account.records[_sobject(call).name][record["Id"]]
    return Reply(status=204)


def show_external(call: Call) -> Reply:
    """``GET /sobjects/NAME/FIELD/VALUE``."""
    found = _matches(call)
    if not found:
        raise Refused(not_found())
    return _show(call, call.account.records[_sobject(call).name][found[0]])


def upsert(call: Call) -> Reply:
    """``PATCH /sobjects/NAME/FIELD/VALUE``: 201 for a new record, 200 for a changed one."""
    sobject, field, value = _key(call)
    sent = sent_object(call)
    if field.name in sent:
        message = f"The {field.name} field should not be specified in the sobject data."
        raise refused("INVALID_FIELD", message)
    found = _matches(call)
    written = write(call, sobject, {**sent, field.name: value}, found[0] if found else None)
    document = {**_saved(written), "created": written.created}
    return json_reply(document, 201 if written.created else 200)


def download(call: Call) -> Reply:
    """``GET /sobjects/ContentVersion/ID/VersionData``: the bytes themselves."""
    record = call.account.records["ContentVersion"].get(call.arguments[0])
    if record is None:
        raise Refused(not_found())
    data: bytes = record["VersionData"]
    if call.switches.value("corrupt_file") is not None:
        data = bytes([data[0] ^ 1]) + data[1:] if data else b"\0"
    return Reply(headers=(("content-type", "application/octetstream"),), body=data)


def _sobject(call: Call) -> SObject:
    sobject = OBJECTS.get(call.arguments[0])
    if sobject is None:
        raise Refused(not_found())
    return sobject


def _record(call: Call, id_: str) -> Record:
    record = call.account.records[_sobject(call).name].get(id_)
    if record is None:
        raise Refused(not_found())
    return record


def _key(call: Call) -> tuple[SObject, Field, str]:
    sobject, (_, name, value) = _sobject(call), call.arguments
    field = sobject.field(name)
    if field is None or not field.external_id:
        message = f"Provided external ID field does not exist or is not accessible: {name}"
        raise refused("NOT_FOUND", message, 404)
    return sobject, field, value


def _matches(call: Call) -> list[str]:
    sobject, field, value = _key(call)
    found = sorted(filter(None, matching(call, sobject, field, value)))
    if call.switches.value("several_matches") is not None:
        listed = [f"{call.root}/sobjects/{sobject.name}/{id_}" for id_ in found]
        raise Refused(json_reply(listed, 300))
    return found


def _show(call: Call, record: Record) -> Reply:
    sobject, asked = _sobject(call), call.request.parameter("fields")
    names = asked_names(call, sobject, asked.split(",")) if asked else visible_names(call, sobject)
    return json_reply(record_document(call, sobject, record, names))


def _saved(written: Written) -> dict[str, Any]:
    return {"id": written.id, "success": True, "errors": []}


def _form(call: Call) -> Record:
    head = f"Content-Type: {call.request.header('content-type')}\r\n\r\n".encode()
    message = email.message_from_bytes(head + call.request.body, policy=email.policy.HTTP)
    parts = {
        str(part.get_param("name", header="content-disposition")): _bytes_of(part)
        for part in message.iter_parts()
    }
    try:
        fields: Record = msgspec.json.decode(parts["entity_content"], type=dict[str, Any])
        return {**fields, "VersionData": parts["VersionData"]}
    except (KeyError, msgspec.DecodeError):
        raise refused("INVALID_MULTIPART_REQUEST", "Multipart message is malformed") from None


def _bytes_of(part: Any) -> bytes:
    data: Any = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
