"""The Case as every account has it at first; an account's own describe document knows better."""

from __future__ import annotations

from adapters.salesforce.describe import NOTE_REMARK, from_describe
from adapters.salesforce.limits import (
    DESCRIPTION,
    HANDOFF_ID,
    INTERNAL_COMMENTS,
    PHONE,
    PICKLIST,
    RECORD_ID,
    SUBJECT,
    SUPPLIED,
)
from gateway.sdk import Choice, Limit, Target, TargetField, VendorObjects, choices


def _text(name: str, label: str, limit: Limit, remark: str = "") -> TargetField:
    return TargetField(
        name=name, label=label, kind="text", compare="trimmed", limit=limit, remark=remark
    )


def _picklist(name: str, label: str, listed: tuple[Choice, ...] = ()) -> TargetField:
    """A standard picklist: every account lists its own values, and others are kept too."""
    return TargetField(
        name=name,
        label=label,
        kind="choice",
        compare="trimmed",
        limit=PICKLIST,
        choices=listed,
        restricted=False,
        remark="keeps values that it does not list",
    )


CASE = Target(
    object="Case",
    label="Case",
    capsule=("file",),
    fields=(
        _text("Subject", "Subject", SUBJECT),
        TargetField(
            name="Description",
            label="Description",
            kind="note",
            compare="trimmed",
            limit=DESCRIPTION,
            note_format="text",
            remark=NOTE_REMARK,
        ),
        _picklist("Status", "Status", choices("New", "Working", "Escalated", "Closed")),
        _picklist("Priority", "Priority", choices("High", "Medium", "Low")),
        _picklist("Origin", "Case Origin", choices("Phone", "Email", "Web")),
        _picklist("Reason", "Case Reason"),
        _picklist("Type", "Case Type"),
        _text("SuppliedName", "Name", SUPPLIED),
        _text("SuppliedEmail", "Email Address", SUPPLIED),
        _text("SuppliedPhone", "Phone", PHONE),
        _text("SuppliedCompany", "Company", SUPPLIED),
        _text("Comments", "Internal Comments", INTERNAL_COMMENTS),
        _text("ContactId", "Contact ID", RECORD_ID, "takes the id of a record: Contact"),
        _text("AccountId", "Account ID", RECORD_ID, "takes the id of a record: Account"),
        _text("OwnerId", "Owner ID", RECORD_ID, "takes the id of a record: Group, User"),
        TargetField(name="IsEscalated", label="Escalated", kind="boolean"),
        TargetField(
            name="Handoff_Id__c",
            label="Handoff Id",
            kind="text",
            compare="trimmed",
            limit=HANDOFF_ID,
            external_id=True,
            remark="a field of your own: Text, External ID, Unique",
        ),
        TargetField(
            name="*__c", label="Custom field, by its API name", kind="text", compare="trimmed"
        ),
    ),
)

OBJECTS = VendorObjects(title="Salesforce", targets=(CASE,), from_describe=from_describe)
