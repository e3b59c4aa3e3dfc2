"""Consignments that the tests deliver to a webhook."""

from __future__ import annotations

import hashlib
from typing import Any

from gateway.sdk import Capsule, CapsuleKind, Consignment, FieldValue, Note

KEY = "019c7a2e-4b10-7c3d-9a51-00000000c0de"
# What the key says in its first 48 bits.
ACCEPTED_AT = "2026-02-20T08:33:00.176Z"
HANDOFF = '{"id":"h-1","score": 1.0,"customer":{"name":"Ann Lee ☂"}}'.encode()
NOTE = "Ann was charged twice.\nPromised: a refund in 3 days ☂"
FIELDS: dict[str, Any] = {
    "id": "h-1",
    "subject": "Refund twice 🧾",
    "customer.name": "Ann Lee",
    "customer.vip": True,
    "score": 0.93,
    "tags": ["fraud", "refund"],
    "nothing": None,
}


def consignment(
    fields: dict[str, Any] | None = None,
    *,
    note: str | None = NOTE,
    capsule: bytes | None = HANDOFF,
    kind: CapsuleKind = "field",
    key: str = KEY,
) -> Consignment:
    """A consignment of the parts a test cares about."""
    given = FIELDS if fields is None else fields
    return Consignment(
        key=key,
        handoff_id="h/1",
        object="handoff",
        fields=tuple(FieldValue(name=name, value=value) for name, value in given.items()),
        note=None if note is None else Note(field="note", format="text", body=note),
        capsule=None if capsule is None else the_capsule(capsule, kind),
    )


def the_capsule(data: bytes, kind: CapsuleKind = "field") -> Capsule:
    """A capsule with the right hash."""
    digest = hashlib.sha256(data).hexdigest()
    return Capsule(name="handoff-h-1.json", data=data, sha256=digest, kind=kind)
