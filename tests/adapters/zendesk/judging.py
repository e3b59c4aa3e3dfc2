"""What the adapter says of replies of all kinds: for telling a changed one from the real one."""

from __future__ import annotations

import sys
from types import ModuleType

from gateway.sdk import VendorRequest, VendorResponse

_ASKED = (
    VendorRequest(step="s", method="POST", path="/api/v2/tickets"),
    VendorRequest(step="s", method="GET", path="https://x.test", credentials=False),
    VendorRequest(step="add comment", method="PUT", path="/api/v2/tickets/1"),
)
_STATUSES = (200, 302, 400, 401, 403, 409, 422, 429, 503)
_BODIES = (
    b"",
    b"Rate limit exceeded",
    b"\xff",
    b'{"error":"\xff"}',
    b'{"x":' + b"[" * 100_000,
    b"[]",
    b'{"error":"RecordNotFound"}',
    b'{"error":"RecordInvalid","details":{"status":[],"Ann Lee":[],"subject":[]}}',
    b'{"error":{"title":"Invalid attribute"}}',
    b'{"error":{"title":"Forbidden"}}',
    b'{"errors":[{"title":"No","code":"n o"},{"code":"Second"}]}',
    b'{"details":{"status":[]}}',
)


def judged(module: ModuleType) -> list[object]:
    """The verdicts by request and status, the codes in bodies, and what a description asks."""
    classify = module.adapter.classify
    verdicts = [
        repr(classify(request, VendorResponse(status=status)))
        for request in _ASKED
        for status in _STATUSES
    ]
    verdict = sys.modules["adapters.zendesk.verdict"]
    described = module.adapter.describe("ticket", None)
    closed = [
        verdict.is_closed(VendorResponse(status=status, body=body))
        for body in _BODIES
        for status in _STATUSES
    ]
    return [verdicts, [verdict.vendor_code(body) for body in _BODIES], closed, next(described)]
