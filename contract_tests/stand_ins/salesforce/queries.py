"""``GET /query``: the records that a query finds, page by page."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from contract_tests.stand_ins.salesforce.account import Record
from contract_tests.stand_ins.salesforce.call import Call
from contract_tests.stand_ins.salesforce.replies import error, refused
from contract_tests.stand_ins.salesforce.schema import OBJECTS, SObject
from contract_tests.stand_ins.salesforce.showing import asked_names, record_document
from contract_tests.stand_ins.salesforce.soql import Query, parse
from contract_tests.stand_ins.wire import Reply, json_reply

PAGE_SIZE = 200
"""The least that a page may have; the vendor makes pages of up to 2,000 as it likes."""

_CURSOR = re.compile(r"01g([0-9a-f]*)-([0-9]+)")
_UNFILTERABLE = frozenset({"textarea", "base64"})


def query(call: Call) -> Reply:
    """The first page."""
    return _page(call, call.request.parameter("q") or "", 0)


def query_more(call: Call) -> Reply:
    """A further page, by the cursor that the one before it gave."""
    match = _CURSOR.fullmatch(call.arguments[0])
    if match is None:
        return error("INVALID_QUERY_LOCATOR", "invalid query locator")
    return _page(call, bytes.fromhex(match[1]).decode(), int(match[2]))


def _page(call: Call, text: str, start: int) -> Reply:
    wanted = parse(text)
    sobject = OBJECTS.get(wanted.object)
    if sobject is None:
        message = f"sObject type '{wanted.object}' is not supported."
        raise refused("INVALID_TYPE", message)
    names = asked_names(call, sobject, wanted.fields)
    found = _found(call, sobject, wanted)
    page = found[start : start + PAGE_SIZE]
    end = start + len(page)
    more = f"{call.root}/query/01g{text.encode().hex()}-{end}" if end < len(found) else None
    document: dict[str, Any] = {
        "totalSize": len(found),
        "done": more is None,
        "records": [record_document(call, sobject, record, names) for record in page],
    }
    return json_reply({**document, "nextRecordsUrl": more} if more else document)


def _found(call: Call, sobject: SObject, wanted: Query) -> list[Record]:
    conditions = [
        replace(condition, field=_filterable(call, sobject, condition.field))
        for condition in wanted.conditions
    ]
    records = [
        record
        for record in call.account.records[sobject.name].values()
        if all(condition.holds(record) for condition in conditions)
    ]
    if wanted.order:
        name = _filterable(call, sobject, wanted.order)
        records.sort(key=lambda record: str(record.get(name)), reverse=wanted.is_descending)
    return records[: wanted.limit]


def _filterable(call: Call, sobject: SObject, name: str) -> str:
    (found,) = asked_names(call, sobject, (name,)) or (name,)
    field = sobject.field(found)
    if field is None or field.type in _UNFILTERABLE:
        raise refused("INVALID_FIELD", f"field '{name}' can not be filtered in a query call")
    return field.name
