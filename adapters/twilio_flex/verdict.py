"""What Twilio's refusals mean, by their codes; their messages may quote what was sent.

Both envelopes have a number as ``code``: ``{"code", "message", "more_info", "status"}``, and in
newer services that of RFC 9457.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gateway import sdk

# "Never processed and always safe to retry", whatever the status (errors/20429, 2026-11-20).
_TOO_MANY = frozenset({20429, 45719, 45780})
# A service behind Flex failed, "retry the request"; a 5xx with them may have been carried out.
_DOWNSTREAM = frozenset({45352, 45356, 45770})

CONVERSATION_EXISTS = 50353
DOCUMENT_EXISTS = 54301


class Refusal(Struct, frozen=True):
    """The member that both envelopes have; 0 where there is none."""

    code: int = 0


def classify(response: sdk.VendorResponse) -> sdk.Verdict:
    """Only what HTTP does not tell; a refusal is left to the flow, which may have a cure."""
    if response.status < 400:
        return None
    code = code_of(response.body)
    if code in _TOO_MANY or (code in _DOWNSTREAM and response.status < 500):
        return sdk.Wait(after=_seconds(response.header("retry-after")))
    return None


def code_of(body: bytes) -> int:
    """Twilio's number for what went wrong; 0 where it says none."""
    try:
        return msgspec.json.decode(body, type=Refusal).code
    except (msgspec.DecodeError, RecursionError):
        return 0


def _seconds(value: str | None) -> float | None:
    return float(value) if value and value.isascii() and value.isdigit() else None
