"""What the adapter says of replies of all kinds: for telling a changed one from the real one."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

from gateway.sdk import VendorRequest, VendorResponse

_ASKED = VendorRequest(step="s", method="POST", service="sync", path="/v1/Services")
_CODES = (20001, 20403, 20429, 45352, 45356, 45719, 45770, 45780)
_BODIES = (
    *(json.dumps({"code": code}).encode() for code in _CODES),
    *(b"", b"[]", b"\xff", b'{"x":' + b"[" * 100_000, b'{"code":"20429"}', b"<html>"),
)
_HEADERS = ((), (("retry-after", "7"),), (("retry-after", "soon"),), (("retry-after", "²"),))
_STATUSES = (200, 399, 400, 429, 499, 500, 503)


def judged(module: ModuleType) -> list[Any]:
    """The verdicts by status, body and header, and the codes in bodies."""
    code_of = sys.modules["adapters.twilio_flex.verdict"].code_of
    verdicts = [
        repr(
            module.adapter.classify(
                _ASKED, VendorResponse(status=status, headers=headers, body=body)
            )
        )
        for status in _STATUSES
        for headers in _HEADERS
        for body in _BODIES
    ]
    return [verdicts, [code_of(body) for body in _BODIES]]
