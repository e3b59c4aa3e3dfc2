"""The JSON body of a webhook: every member there is, by the names that the mapping gives."""

from __future__ import annotations

from adapters.webhook.limits import BODY
from gateway.sdk import Target, TargetField, VendorObjects

HANDOFF = Target(
    object="handoff",
    label="Handoff",
    capsule=("field", "link"),
    fields=(
        TargetField(name="id", label="Id", kind="text", external_id=True),
        TargetField(name="note", label="Note", kind="note", note_format="text"),
        TargetField(
            name="*",
            label="Member",
            kind="any",
            remark='a dot makes an object: "customer.name" is {"customer": {"name": …}};'
            f" receivers like bodies below {BODY.size:,} {BODY.unit}",
        ),
    ),
)

OBJECTS = VendorObjects(title="Webhook", targets=(HANDOFF,))
