"""Uploads, and the bytes of attachments.

An upload's token is good for 60 minutes and for one comment.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from contract_tests.stand_ins.wire import Reply, json_reply
from contract_tests.stand_ins.zendesk.account import Account
from contract_tests.stand_ins.zendesk.call import Call
from contract_tests.stand_ins.zendesk.records import Attachment, Upload
from contract_tests.stand_ins.zendesk.replies import (
    Refused,
    invalid_attribute,
    problem,
    record_invalid,
    record_not_found,
)
from contract_tests.stand_ins.zendesk.shapes import attachment_document, stamp

_LIFETIME = timedelta(minutes=60)
_ANY_FILE = frozenset({"application/octet-stream", "application/binary"})
_TYPES = {
    "csv": "text/csv",
    "gif": "image/gif",
    "html": "text/html",
    "jpg": "image/jpeg",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "txt": "text/plain",
    "xml": "application/xml",
    "zip": "application/zip",
}


def upload_file(call: Call) -> Reply:
    """``POST /api/v2/uploads?filename=``; with ``token`` the file joins an earlier upload."""
    name = call.request.parameter("filename")
    if not name:
        return invalid_attribute("You passed an invalid value for the filename attribute.")
    content_type = (call.request.header("content-type") or "").partition(";")[0].strip().lower()
    if not _matches(name, content_type):
        return record_invalid({"base": problem("File type and file extension do not match")})
    upload = _with_file(call, name, content_type)
    call.account.uploads[upload.token] = upload
    documents = [attachment_document(item, call.request.origin) for item in upload.attachments]
    document = {
        "upload": {
            "token": upload.token,
            "expires_at": stamp(upload.expires_at),
            "attachment": documents[-1],
            "attachments": documents,
        }
    }
    return json_reply(document, 201)


def take_uploads(account: Account, tokens: list[object]) -> tuple[Attachment, ...]:
    """The files of uploads, which are consumed by it.

    Raises ``Refused`` with a 422 for a token that is unknown, expired or consumed.
    """
    uploads = [account.uploads.get(str(token)) for token in tokens]
    if any(upload is None or upload.expires_at <= account.now for upload in uploads):
        raise Refused(record_invalid({"base": problem("Upload token: is invalid")}))
    for token in tokens:
        account.uploads.pop(str(token), None)
    return tuple(item for upload in uploads if upload for item in upload.attachments)


def show_attachment(call: Call) -> Reply:
    """``GET /api/v2/attachments/{id}``."""
    attachment = next(
        (item for item in attachments(call.account) if str(item.id) == call.argument), None
    )
    if attachment is None:
        return record_not_found()
    return json_reply({"attachment": attachment_document(attachment, call.request.origin)})


def download(call: Call) -> Reply:
    """The ``content_url``; whoever has it may read it, and it may point elsewhere."""
    if call.switches.applies("attachment_redirect", call.request):
        location = f"{call.request.origin}/system/attachments/{call.argument}/file"
        return Reply(status=302, headers=(("location", location),))
    return stored_file(call)


def stored_file(call: Call) -> Reply:
    """The bytes themselves."""
    attachment = next(
        (item for item in attachments(call.account) if item.token == call.argument), None
    )
    if attachment is None:
        return record_not_found()
    corrupt = call.switches.applies("corrupt_attachment", call.request)
    data = _corrupted(attachment.data) if corrupt else attachment.data
    headers = (
        ("content-type", attachment.content_type),
        ("content-disposition", "attachment"),
        ("x-content-type-options", "nosniff"),
    )
    return Reply(headers=headers, body=data)


def attachments(account: Account) -> list[Attachment]:
    """Every file of the account, of comments and of uploads that wait."""
    waiting = [item for upload in account.uploads.values() for item in upload.attachments]
    used = [
        item
        for ticket in account.tickets.values()
        for comment in ticket.comments()
        for item in comment.attachments
    ]
    return waiting + used


def _with_file(call: Call, name: str, content_type: str) -> Upload:
    account = call.account
    attachment = Attachment(
        id=account.next_id("attachment"),
        token=account.next_token("file"),
        file_name=name,
        content_type=content_type,
        data=call.request.body,
    )
    upload = account.uploads.get(call.request.parameter("token") or "")
    if upload is None:
        return Upload(
            token=account.next_token("upload"),
            attachments=(attachment,),
            expires_at=account.now + _LIFETIME,
        )
    return replace(upload, attachments=(*upload.attachments, attachment))


def _matches(name: str, content_type: str) -> bool:
    # Reported with a 422, "file type and file extension do not match".
    known = _TYPES.get(name.rpartition(".")[2].lower())
    return content_type in _ANY_FILE or (content_type == known if known else bool(content_type))


def _corrupted(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :] if data else b"\0"
