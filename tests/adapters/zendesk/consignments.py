"""Consignments that the tests deliver, from everything to nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from gateway.sdk import Capsule, Consignment, FieldValue, Note

CAPSULE_DATA = '{"id":"h-1","customer":{"name":"Ann Lee ☂"}}'.encode()
NOTE = (
    "<h3>Refund for a duplicate charge</h3><p>Ann Lee says &lt;b&gt;twice&lt;/b&gt; &amp; "
    "writes &#123;&#123;ticket.id&#125;&#125;</p><ul><li>Promised: <strong>refund in 3 days"
    "</strong></li><li>Do not ask for the card again ☂</li></ul><p>Order 4711</p>"
)

RICH_FIELDS: dict[str, Any] = {
    "subject": "Refund <b>twice</b> {{x}} 🧾",
    "priority": "high",
    "type": "question",
    "tags": ["handoff", "reason_fraud"],
    "external_id": "h-1",
    "group_id": 360_001,
    "brand_id": 360_002,
    "ticket_form_id": 360_003,
    "requester.name": "Ann Lee",
    "requester.email": "ann@example.test",
    "requester.phone": "+4915112345678",
    "requester.external_id": "crm-77",
    "custom_fields.4001": "82.5",
    "custom_fields.4002": "",
}


def consignment(
    fields: dict[str, Any] | None = None,
    *,
    note: str | None = NOTE,
    capsule: bytes | None = CAPSULE_DATA,
    key: str = "d-1",
) -> Consignment:
    """A consignment of the parts a test cares about."""
    return Consignment(
        key=key,
        handoff_id="h-1",
        object="ticket",
        fields=tuple(
            FieldValue(name=name, value=value)
            for name, value in (RICH_FIELDS if fields is None else fields).items()
        ),
        note=None if note is None else Note(field="comment", format="html", body=note),
        capsule=None if capsule is None else the_capsule(capsule),
    )


def the_capsule(data: bytes) -> Capsule:
    """A capsule with the right hash."""
    return Capsule(name="handoff-h-1.json", data=data, sha256=hashlib.sha256(data).hexdigest())


def without(name: str) -> dict[str, Any]:
    """The rich fields but one."""
    return {key: value for key, value in RICH_FIELDS.items() if key != name}
