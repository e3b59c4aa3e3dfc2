"""What Salesforce's refusals mean, by their codes; their sentences quote what was sent.

The API's errors are a list, ``[{"errorCode": CODE, "fields": [NAME]}]``. A composite request is
answered with 200 whatever became of its parts: each has a status and a body of its own.
"""

from __future__ import annotations

import re

import msgspec
from msgspec import Raw, Struct

from gateway import sdk

COMPOSITE = "/composite"
# One word is a code or a field's name; a sentence is not, and may hold what the customer wrote.
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,79}")
# What the other parts report where one of them failed and all were taken back.
_CONSEQUENCES = frozenset({"PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"})
# Seconds, None for the schedule's: a lock is gone in a moment, a limit is counted over a day.
_LATER: dict[str, float | None] = {"UNABLE_TO_LOCK_ROW": 0.5, "REQUEST_LIMIT_EXCEEDED": None}
_EXPIRED = "INVALID_SESSION_ID"


class Fault(Struct, frozen=True, rename="camel"):
    """One error of a reply."""

    error_code: str = ""
    fields: tuple[str, ...] = ()


class PartReply(Struct, frozen=True, rename="camel"):
    """What became of one part of a composite request."""

    http_status_code: int
    reference_id: str
    body: Raw = Raw()

    @property
    def is_refused(self) -> bool:
        """Whether this part was not carried out."""
        return self.http_status_code >= 300

    @property
    def has_body(self) -> bool:
        """Whether it says anything; a change of an existing record may be answered with 204."""
        return bytes(self.body) not in (b"", b"null", b'""')


class CompositeReply(Struct, frozen=True, rename="camel"):
    """The parts in the order in which they were sent."""

    composite_response: tuple[PartReply, ...]


def classify(request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
    """Refusals are left to the flow, which names the vendor's code."""
    if response.status == 401 and request.credentials:
        return sdk.Renew()
    status, body = cause(request, response)
    if status < 400:
        return None
    codes = {fault.error_code for fault in faults(body)}
    if _EXPIRED in codes:
        return sdk.Renew()
    for code, after in _LATER.items():
        if code in codes:
            return sdk.Wait(after=after)
    # All parts of a composite request were taken back, so this one may simply be sent again.
    return sdk.Wait() if response.status < 300 and status >= 500 else None


def cause(request: sdk.VendorRequest, response: sdk.VendorResponse) -> tuple[int, bytes]:
    """The status and body that a reply is about: where a part failed, that part's."""
    if not (request.path.endswith(COMPOSITE) and response.status == 200):
        return response.status, response.body
    refused = [part for part in _parts(response.body) if part.is_refused]
    causes = [part for part in refused if not _is_consequence(part)]
    for part in (*causes, *refused):
        return part.http_status_code, bytes(part.body)
    return response.status, response.body


def faults(body: bytes) -> tuple[Fault, ...]:
    """The errors in a reply; none where it has another form."""
    try:
        return msgspec.json.decode(body, type=tuple[Fault, ...])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()


def vendor_code(body: bytes) -> str:
    """The first code with the names of the fields concerned: ``STRING_TOO_LONG:Subject``."""
    fault = next(iter(faults(body)), Fault())
    fields = ",".join(filter(_WORD.fullmatch, fault.fields))
    code = fault.error_code if _WORD.fullmatch(fault.error_code) else ""
    return ":".join(filter(None, (code, fields)))


def _parts(body: bytes) -> tuple[PartReply, ...]:
    try:
        return msgspec.json.decode(body, type=CompositeReply).composite_response
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ()


def _is_consequence(part: PartReply) -> bool:
    codes = {fault.error_code for fault in faults(bytes(part.body))}
    return bool(codes) and codes <= _CONSEQUENCES
