"""Consignments that the tests deliver, from everything to nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from contract_tests.stand_ins.salesforce import create
from gateway.sdk import Capsule, Consignment, FieldValue, Note

KEY = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0001"
HANDOFF_ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"
CAPSULE_DATA = '{"id":"h-1","customer":{"name":"Ann Lee ☂"}}'.encode()
NOTE = "DO NEXT\n- Refund <b>twice</b> & say “sorry” ☂\n\nTRANSCRIPT\ncustomer: charged twice 💳"
# Of a fresh org, in which every id is the same each time.
QUEUE = create().account.queue_id

FIELDS: dict[str, Any] = {
    "Handoff_Id__c": HANDOFF_ID,
    "Subject": "Refund <b>twice</b> {{x}} 🧾",
    "Status": "New",
    "Priority": "High",
    "OwnerId": QUEUE,
    "IsEscalated": True,
    "SuppliedEmail": "ann@example.test",
    "Bot_Confidence__c": 0.75,
    "Act_Before__c": "2026-11-20T14:45:00+01:00",
    "Risks__c": ["fraud", "churn"],
    "SuppliedCompany": None,
}


def consignment(
    fields: dict[str, Any] | None = None,
    *,
    note: str | None = NOTE,
    capsule: bytes | None = CAPSULE_DATA,
    key: str = KEY,
    name: str = "handoff-h-1.json",
) -> Consignment:
    """A consignment of the parts a test cares about."""
    return Consignment(
        key=key,
        handoff_id=HANDOFF_ID,
        object="Case",
        fields=tuple(
            FieldValue(name=field, value=value)
            for field, value in (FIELDS if fields is None else fields).items()
        ),
        note=None if note is None else Note(field="Description", format="text", body=note),
        capsule=None if capsule is None else the_capsule(capsule, name),
    )


def the_capsule(data: bytes, name: str = "handoff-h-1.json") -> Capsule:
    """A capsule with the right hash."""
    return Capsule(name=name, data=data, sha256=hashlib.sha256(data).hexdigest())


def without(name: str) -> dict[str, Any]:
    """The fields but one."""
    return {field: value for field, value in FIELDS.items() if field != name}


def long_note(comments: int) -> str:
    """One that fills the description and about as many comments."""
    return "word & word " * ((31_900 + comments * 3_000) // 12)


def note_of(comments: int) -> str:
    """The same where a description holds 400 units and a comment 200 bytes."""
    return "word & word " * ((380 + comments * 120) // 12)
