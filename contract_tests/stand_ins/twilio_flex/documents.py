"""Sync documents: any JSON up to 16 KiB, by SID or unique name, with revisions."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from contract_tests.stand_ins.twilio_flex.account import ACCOUNT_SID, SYNC_SERVICE_SID
from contract_tests.stand_ins.twilio_flex.call import Call, compact, json_member
from contract_tests.stand_ins.twilio_flex.conversations import FORGETS
from contract_tests.stand_ins.twilio_flex.records import Document
from contract_tests.stand_ins.twilio_flex.replies import (
    Refused,
    address,
    error,
    precondition_failed,
    stamp,
)
from contract_tests.stand_ins.wire import Reply, json_reply

TOO_LARGE, NAME_EXISTS = 54006, 54301
_MOST = 16_384


def create_document(call: Call) -> Reply:
    """``POST …/Documents``."""
    form = call.form("UniqueName", "Data", "Ttl")
    data = _data(form)
    sid = call.account.next_sid("ET")
    made = Document(
        sid=sid, unique_name=form.get("UniqueName") or sid, data=data, date_created=call.account.now
    )
    if call.switches.spend("taken_documents", call.request):
        call.account.documents[sid] = replace(made, data={})
    if _find(call, made.unique_name) is not None:
        raise Refused(error(NAME_EXISTS, "Unique name already exists", 409))
    if not call.switches.applies(FORGETS, call.request):
        call.account.documents[sid] = made
    return _reply(call, made, 201)


def show_document(call: Call) -> Reply:
    """``GET …/Documents/{document}``."""
    found = _document_of(call)
    if call.switches.applies("expire_documents", call.request):
        raise call.missing()
    if call.switches.applies("corrupt_document", call.request):
        found = replace(found, data=_spoilt(found.data))
    return _reply(call, found)


def update_document(call: Call) -> Reply:
    """``POST …/Documents/{document}``, where ``If-Match`` may name the revision."""
    form = call.form("Data", "Ttl")
    old = _document_of(call)
    if call.request.header("if-match") not in (None, _revision(old)):
        raise Refused(precondition_failed())
    new = replace(old, data=_data(form), revision=old.revision + 1)
    call.account.documents[old.sid] = new
    return _reply(call, new)


def _data(form: dict[str, str]) -> Any:
    text = json_member(form, "Data") or "{}"
    if len(text.encode()) > _MOST:
        raise Refused(error(TOO_LARGE, "Request entity too large", 413))
    return msgspec.json.decode(text)


def _document_of(call: Call) -> Document:
    found = _find(call, call.ids["document"])
    if found is None or call.ids["service"] != SYNC_SERVICE_SID:
        raise call.missing()
    return found


def _find(call: Call, name: str) -> Document | None:
    every = call.account.documents.values()
    return next((one for one in every if name in (one.sid, one.unique_name)), None)


def _spoilt(data: Any) -> Any:
    """One character of the first text in it is another one."""
    return msgspec.json.decode(compact(data).replace("customer", "costumer"))


def _revision(document: Document) -> str:
    return f"{document.revision:x}"


def _reply(call: Call, document: Document, status: int = 200) -> Reply:
    url = f"{address(call.request).partition('/Documents')[0]}/Documents/{document.sid}"
    shown = {
        "sid": document.sid,
        "unique_name": document.unique_name,
        "account_sid": ACCOUNT_SID,
        "service_sid": SYNC_SERVICE_SID,
        "url": url,
        "links": {"permissions": f"{url}/Permissions"},
        "revision": _revision(document),
        "data": document.data,
        "date_expires": None,
        "date_created": stamp(document.date_created),
        "date_updated": stamp(document.date_created),
        "created_by": "system",
    }
    return json_reply(shown, status, (("etag", _revision(document)),))
