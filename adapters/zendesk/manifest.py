"""What the Zendesk adapter declares: its one target, the fields, how each is compared."""

from __future__ import annotations

from adapters.zendesk.limits import COMMENT, REQUESTER_NAME, SUBJECT
from adapters.zendesk.settings import ZendeskSettings
from gateway.sdk import Compare, Manifest, Target, TargetField, choices

PRIORITIES = choices("low", "normal", "high", "urgent")
CUSTOM = "custom_fields.*"
CASELESS: Compare = "case_insensitive"
TYPES = choices("problem", "incident", "question", "task")

# The customer's record: their next ticket may say more, or something else, of them.
REQUESTER = (
    TargetField(
        name="requester.name",
        label="Customer name",
        kind="text",
        limit=REQUESTER_NAME,
        shared=True,
    ),
    TargetField(
        name="requester.email",
        label="Customer e-mail",
        kind="text",
        compare=CASELESS,
        shared=True,
    ),
    TargetField(name="requester.phone", label="Customer phone", kind="text", shared=True),
    TargetField(
        name="requester.external_id",
        label="Customer id",
        kind="text",
        compare=CASELESS,
        shared=True,
    ),
)

# Where nothing is documented the comparison is exact: a needless "altered" costs a look, a wrong
# "verified" costs the customer. Two exceptions are documented: looking a user up by external id
# ignores case and then rewrites the case that is stored, and drop-down and checkbox fields add
# tags of their own (2026-11-20). E-mail addresses are compared as mail systems compare them.
TICKET = Target(
    object="ticket",
    label="Ticket",
    capsule=("file",),
    fields=(
        TargetField(name="subject", label="Subject", kind="text", limit=SUBJECT),
        TargetField(
            name="comment",
            label="Internal notes",
            kind="note",
            compare="html",
            note_format="html",
            neutralise=True,
        ),
        TargetField(name="priority", label="Priority", kind="choice", choices=PRIORITIES),
        TargetField(name="type", label="Type", kind="choice", choices=TYPES),
        TargetField(name="tags", label="Tags", kind="list", compare="superset"),
        TargetField(name="external_id", label="External id", kind="text", external_id=True),
        *REQUESTER,
        TargetField(name=CUSTOM, label="Custom field, by its id", kind="text"),
        TargetField(name="group_id", label="Group", kind="number", compare="number"),
        TargetField(name="brand_id", label="Brand", kind="number", compare="number"),
        TargetField(name="ticket_form_id", label="Form", kind="number", compare="number"),
    ),
)

MANIFEST = Manifest(
    name="zendesk",
    title="Zendesk Support",
    version="1.0",
    documentation="https://developer.zendesk.com/api-reference/ticketing/introduction/",
    auth=("oauth_client_credentials", "basic", "bearer"),
    targets=(TICKET,),
    preset="zendesk-ticket",
    settings=ZendeskSettings,
    limits=(COMMENT,),
    token_path="/oauth/tokens",  # noqa: S106 - a path, not a token
)
