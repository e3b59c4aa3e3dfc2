"""What the webhook adapter declares: one target whose members are what the mapping names."""

from __future__ import annotations

from adapters.webhook.limits import BODY
from adapters.webhook.settings import WebhookSettings
from gateway.sdk import Manifest, Target, TargetField

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

MANIFEST = Manifest(
    name="webhook",
    title="Webhook",
    version="1.0",
    documentation="https://www.standardwebhooks.com/",
    auth=("standard_webhooks", "bearer", "basic", "header", "oauth_client_credentials", "none"),
    targets=(HANDOFF,),
    preset="webhook",
    settings=WebhookSettings,
    limits=(BODY,),
)
