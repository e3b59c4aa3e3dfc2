"""What the adapter says of replies of all kinds: for telling a changed one from the real one."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import msgspec

from gateway.sdk import VendorRequest, VendorResponse

_ASKED = (
    VendorRequest(step="s", method="PATCH", path="/services/data/v62.0/sobjects/Case/x/1"),
    VendorRequest(step="s", method="POST", path="/services/data/v62.0/composite"),
    VendorRequest(step="s", method="GET", path="https://x.test", credentials=False),
)


def _errors(*codes: str, fields: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{"errorCode": code, "message": "Ann Lee", "fields": fields} for code in codes]


def _composite(*parts: tuple[int, Any]) -> bytes:
    listed = [
        {"httpStatusCode": status, "body": body, "referenceId": f"ref{number}"}
        for number, (status, body) in enumerate(parts)
    ]
    return json.dumps({"compositeResponse": listed}).encode()


_HALTED = (400, _errors("PROCESSING_HALTED"))
_BODIES = (
    b"",
    b"\xff",
    b'[{"errorCode":"\xff"}]',
    b'[{"x":' + b"[" * 100_000,
    b'{"compositeResponse":[{"referenceId":"\xff"}]}',
    b'{"x":' + b"[" * 100_000,
    *(
        json.dumps(document).encode()
        for document in (
            [],
            {"error": "invalid_grant"},
            _errors("INVALID_SESSION_ID"),
            _errors("UNABLE_TO_LOCK_ROW"),
            _errors("X", "REQUEST_LIMIT_EXCEEDED"),
            _errors("STRING_TOO_LONG", fields=("Subject", "Ann Lee", "A__c")),
            _errors("Ann Lee wrote this"),
        )
    ),
    _composite((201, {"id": "x"}), (204, None)),
    _composite(_HALTED),
    _composite(_HALTED, (503, _errors("SERVER_UNAVAILABLE")), _HALTED),
    _composite(_HALTED, (401, _errors("INVALID_SESSION_ID"))),
    _composite(_HALTED, (400, [])),
    _composite((300, ["/a", "/b"]), _HALTED),
    _composite((499, _errors("UNABLE_TO_LOCK_ROW", "PROCESSING_HALTED"))),
    _composite((200, "")),
)
_PARTS = (b"", b',"body":null', b',"body":""', b',"body":{}')
_STATUSES = (200, 201, 399, 400, 401, 503)


def judged(module: ModuleType) -> list[Any]:
    """The verdicts by request, status and body, and what the bodies are about."""
    verdict = sys.modules["adapters.salesforce.verdict"]
    replies = [VendorResponse(status=status, body=body) for status in _STATUSES for body in _BODIES]
    adapter, settings = module.adapter, module.SalesforceSettings()
    parts = [
        msgspec.json.decode(
            b'{"httpStatusCode":204,"referenceId":"r"' + body + b"}", type=verdict.PartReply
        ).has_body
        for body in _PARTS
    ]
    return [
        parts,
        [next(adapter.describe("Case", settings)), next(adapter.probe(settings))],
        adapter.setup((), settings),
        [verdict.vendor_code(body) for body in _BODIES],
        [repr(module.adapter.classify(asked, reply)) for asked in _ASKED for reply in replies],
        [verdict.cause(asked, reply) for asked in _ASKED for reply in replies],
    ]
