"""What Zendesk's refusals mean, by their codes; their sentences are translated and quote text.

Envelopes seen: ``{"error": CODE, "details": {FIELD: [...]}}``, ``{"error": {"title": ...}}``,
``{"errors": [{"code": CODE}]}``, ``{"error": SENTENCE}``, and plain text.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from adapters.zendesk.translate import ADD_COMMENT
from gateway import sdk

# One word is a code; a sentence is not, and may hold what the customer wrote.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


class Item(Struct, frozen=True):
    """One error as an object."""

    code: str = ""
    title: str = ""


class Refusal(Struct, frozen=True):
    """The members of all the envelopes; ``details`` are by field."""

    error: str | Item = ""
    errors: tuple[Item, ...] = ()
    details: dict[str, Any] = {}


def classify(request: sdk.VendorRequest, response: sdk.VendorResponse) -> sdk.Verdict:
    """Refusals are left to the flow: it knows which may be cured, and names the vendor's code."""
    if response.status == 401 and request.credentials:
        return sdk.Renew()
    # To a create, 409 says that the same key is at work still; to an update, that the ticket has
    # changed since it was read, and sending the same again would not help.
    is_busy = response.status == 409 and request.step != ADD_COMMENT
    return sdk.Wait() if is_busy else None


def is_closed(response: sdk.VendorResponse) -> bool:
    """Whether an update that leaves the status alone is refused because of the status.

    Only "closed" does that, and the sentence that says so is translated.
    """
    return response.status == 422 and "status" in _refusal(response.body).details


def vendor_code(body: bytes) -> str:
    """The code with the names of the fields concerned: ``RecordInvalid:status,subject``."""
    reply = _refusal(body)
    error = Item(code=reply.error) if isinstance(reply.error, str) else reply.error
    words = (word for item in (error, *reply.errors) for word in (item.code, item.title))
    code = next(filter(_CODE.fullmatch, words), "")
    fields = ",".join(filter(_CODE.fullmatch, reply.details))
    return ":".join(filter(None, (code, fields)))


def _refusal(body: bytes) -> Refusal:
    try:
        return msgspec.json.decode(body, type=Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refusal()
