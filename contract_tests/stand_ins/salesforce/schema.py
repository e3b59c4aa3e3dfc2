"""The imitated org's objects: a small table of fields with the limits that Salesforce documents.

Our own table, not a copy of anybody's describe document; it has what handoffs need.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

Document = dict[str, Any]


class Field(Struct, frozen=True, kw_only=True):
    """One field; ``length`` counts characters, and bytes where ``in_bytes``."""

    name: str
    type: str = "string"
    label: str = ""
    length: int = 0
    in_bytes: bool = False
    nillable: bool = True
    defaulted: bool = False
    createable: bool = True
    unique: bool = False
    external_id: bool = False
    values: tuple[str, ...] = ()
    reference_to: tuple[str, ...] = ()


class SObject(Struct, frozen=True, kw_only=True):
    """One object. Records' ids begin with ``prefix``; ``children`` are objects with their field."""

    name: str
    label: str
    prefix: str
    fields: tuple[Field, ...]
    children: tuple[tuple[str, str], ...] = ()

    def field(self, name: str) -> Field | None:
        """A field by its name, which is not case-sensitive."""
        return next((one for one in self.fields if one.name.lower() == name.lower()), None)


def _text(name: str, label: str, length: int, **more: Any) -> Field:
    return Field(name=name, label=label, length=length, **more)


def _picklist(name: str, label: str, *values: str) -> Field:
    return Field(name=name, label=label, type="picklist", length=40, values=values)


def _reference(name: str, *to: str, **more: Any) -> Field:
    return Field(name=name, type="reference", length=18, in_bytes=True, reference_to=to, **more)


_ID = Field(
    name="Id", type="id", length=18, in_bytes=True, nillable=False, defaulted=True, createable=False
)
_CREATED = Field(name="CreatedDate", type="datetime", createable=False)

CASE = SObject(
    name="Case",
    label="Case",
    prefix="500",
    fields=(
        _ID,
        _CREATED,
        Field(name="CaseNumber", label="Case Number", length=30, createable=False),
        _text("Subject", "Subject", 255),
        Field(name="Description", label="Description", type="textarea", length=32_000),
        _picklist("Status", "Status", "New", "Working", "Escalated", "Closed"),
        _picklist("Priority", "Priority", "High", "Medium", "Low"),
        _picklist("Origin", "Case Origin", "Phone", "Email", "Web"),
        _picklist("Reason", "Case Reason", "Installation", "Billing", "Other"),
        _picklist("Type", "Case Type", "Problem", "Question"),
        _text("SuppliedName", "Name", 80),
        _text("SuppliedEmail", "Email Address", 80, type="email"),
        _text("SuppliedPhone", "Phone", 40),
        _text("SuppliedCompany", "Company", 80),
        _text("Comments", "Internal Comments", 4_000, type="textarea", in_bytes=True),
        _reference("ContactId", "Contact"),
        _reference("AccountId", "Account"),
        _reference("OwnerId", "Group", "User", nillable=False, defaulted=True),
        _reference("RecordTypeId", "RecordType"),
        Field(name="IsEscalated", label="Escalated", type="boolean", defaulted=True),
        _text("Handoff_Id__c", "Handoff Id", 64, unique=True, external_id=True),
        _text("Bot_Id__c", "Bot Id", 64, unique=True, external_id=True),
        _text("Handoff_Reason__c", "Handoff Reason", 255),
        Field(name="Handoff_Summary__c", label="Handoff Summary", type="textarea", length=32_768),
        Field(name="Bot_Confidence__c", label="Bot Confidence", type="double"),
        Field(name="Act_Before__c", label="Act Before", type="datetime"),
        Field(
            name="Risks__c",
            label="Risks",
            type="multipicklist",
            length=4_099,
            values=("fraud", "churn", "safety"),
        ),
        *(_text(f"Field_of_many_{number}__c", f"Field {number}", 40) for number in range(100)),
    ),
    children=(("CaseComment", "ParentId"), ("ContentVersion", "FirstPublishLocationId")),
)

CASE_COMMENT = SObject(
    name="CaseComment",
    label="Case Comment",
    prefix="00a",
    fields=(
        _ID,
        _CREATED,
        _reference("ParentId", "Case", nillable=False),
        # Counted after HTML encoding; see writing.py.
        Field(name="CommentBody", type="textarea", length=4_000, in_bytes=True),
        Field(name="IsPublished", type="boolean", defaulted=True),
    ),
)

CONTENT_VERSION = SObject(
    name="ContentVersion",
    label="Content Version",
    prefix="068",
    fields=(
        _ID,
        _CREATED,
        _reference("ContentDocumentId", "ContentDocument"),
        _text("Title", "Title", 255),
        _text("PathOnClient", "Path On Client", 500, nillable=False),
        _text("Description", "Description", 1_000, type="textarea"),
        Field(name="VersionData", type="base64", nillable=False),
        _reference("FirstPublishLocationId", "Case", "User"),
        Field(name="Checksum", length=50, createable=False),
        Field(name="ContentSize", type="int", createable=False),
        Field(name="IsLatest", type="boolean", createable=False),
    ),
)

CONTENT_DOCUMENT_LINK = SObject(
    name="ContentDocumentLink",
    label="Content Document Link",
    prefix="06A",
    fields=(
        _ID,
        _reference("LinkedEntityId", "Case", "User"),
        _reference("ContentDocumentId", "ContentDocument"),
    ),
)

PENDING_ROUTING = SObject(
    name="PendingServiceRouting",
    label="Pending Service Routing",
    prefix="0JR",
    fields=(
        _ID,
        _reference("WorkItemId", "Case", nillable=False, unique=True),
        _reference("ServiceChannelId", "ServiceChannel", nillable=False),
        Field(name="RoutingType", type="picklist", length=40, nillable=False),
        Field(name="RoutingModel", type="picklist", length=40),
        Field(name="RoutingPriority", type="int"),
        Field(name="CapacityWeight", type="double"),
        Field(name="IsReadyForRouting", type="boolean", defaulted=True),
    ),
)

SKILL_REQUIREMENT = SObject(
    name="SkillRequirement",
    label="Skill Requirement",
    prefix="0hx",
    fields=(
        _ID,
        _reference("RelatedRecordId", "PendingServiceRouting", nillable=False),
        _reference("SkillId", "Skill", nillable=False),
    ),
)


def _named(name: str, prefix: str) -> SObject:
    return SObject(
        name=name,
        label=name,
        prefix=prefix,
        fields=(_ID, _text("DeveloperName", "API Name", 80), _text("Name", "Name", 80)),
    )


OBJECTS = {
    one.name: one
    for one in (
        CASE,
        CASE_COMMENT,
        CONTENT_VERSION,
        CONTENT_DOCUMENT_LINK,
        PENDING_ROUTING,
        SKILL_REQUIREMENT,
        _named("ServiceChannel", "0N9"),
        _named("Skill", "0C5"),
        _named("Account", "001"),
        _named("Contact", "003"),
        _named("Group", "00G"),
        _named("RecordType", "012"),
        SObject(
            name="AgentWork",
            label="Agent Work",
            prefix="0Bz",
            fields=(_ID, _reference("WorkItemId", "Case")),
        ),
        SObject(
            name="User",
            label="User",
            prefix="005",
            fields=(_ID, _text("Name", "Name", 121), _text("Username", "Username", 80)),
        ),
    )
}
_SOAP_NUMBERS = frozenset({"double", "int"})


def describe_document(described: SObject, restricted: str | None = None) -> Document:
    """``GET /sobjects/NAME/describe``; ``restricted`` names a picklist that takes nothing else."""
    return {
        "name": described.name,
        "label": described.label,
        "keyPrefix": described.prefix,
        "createable": True,
        "updateable": True,
        "queryable": True,
        "custom": False,
        "fields": [_field_document(field, restricted) for field in described.fields],
        "childRelationships": [
            {"childSObject": child, "field": field, "relationshipName": None}
            for child, field in described.children
        ],
        "recordTypeInfos": [],
        "urls": {"sobject": f"/services/data/v62.0/sobjects/{described.name}"},
    }


def _field_document(field: Field, restricted: str | None) -> Document:
    return {
        "name": field.name,
        "label": field.label or field.name,
        "type": field.type,
        "length": field.length,
        "byteLength": field.length if field.in_bytes else 3 * field.length,
        "precision": 18 if field.type in _SOAP_NUMBERS else 0,
        "scale": 2 if field.type == "double" else 0,
        "nillable": field.nillable,
        "createable": field.createable,
        "updateable": field.createable,
        "defaultedOnCreate": field.defaulted,
        "calculated": False,
        "autoNumber": field.name == "CaseNumber",
        "externalId": field.external_id,
        "unique": field.unique,
        "caseSensitive": field.external_id,
        "idLookup": field.external_id or field.type == "id",
        "custom": field.name.endswith("__c"),
        "htmlFormatted": False,
        "extraTypeInfo": "plaintextarea" if field.type == "textarea" else None,
        "deprecatedAndHidden": False,
        "dependentPicklist": False,
        "controllerName": None,
        "restrictedPicklist": field.name == restricted,
        "picklistValues": [
            {"value": value, "label": value, "active": True, "defaultValue": False}
            for value in field.values
        ],
        "referenceTo": list(field.reference_to),
        "inlineHelpText": None,
    }
