"""From a describe document to the neutral schema: a real Case, and each rule by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from adapters.salesforce.describe import from_describe
from gateway.sdk import Choice, Target, TargetField, UnexpectedReply

CHILDREN = [
    {"childSObject": "CaseComment", "field": "ParentId"},
    {"childSObject": "ContentVersion", "field": "FirstPublishLocationId"},
]


def field(**members: Any) -> dict[str, Any]:
    shown = {"name": "F__c", "label": "F", "type": "string", "createable": True, "nillable": True}
    return {**shown, **members}


def described(*fields: dict[str, Any], **members: Any) -> Target:
    document = {"name": "Case", "label": "Case", "fields": fields, **members}
    return from_describe(json.dumps(document).encode(), "Case")


def only(**members: Any) -> TargetField:
    return described(field(**members)).fields[0]


@pytest.fixture
def case(shared: Path) -> Target:
    document = shared / "data" / "vendor" / "salesforce-case-describe.json"
    return from_describe(document.read_bytes(), "Case")


@pytest.fixture
def contact(shared: Path) -> Target:
    document = shared / "data" / "vendor" / "salesforce-contact-describe.json"
    return from_describe(document.read_bytes(), "Contact")


def found(target: Target, name: str) -> TargetField:
    shown = target.field(name)
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("name", "size", "unit"),
    [
        ("Subject", 255, "characters"),
        ("Description", 32_000, "characters"),
        ("SuppliedEmail", 80, "characters"),
        ("Comments", 4_000, "bytes"),
        ("OwnerId", 18, "bytes"),
    ],
)
def test_a_captured_case_has_lengths_in_their_units(
    case: Target, name: str, size: int, unit: str
) -> None:
    limit = found(case, name).limit

    assert limit is not None
    assert (size, unit) == (limit.size, limit.unit)


def test_a_captured_case_lists_picklists_that_are_open(case: Target) -> None:
    priority = found(case, "Priority")

    assert "choice" == priority.kind
    assert ("High", "Medium", "Low") == tuple(choice.value for choice in priority.choices)
    assert not priority.restricted
    assert "keeps values that it does not list" == priority.remark


def test_a_captured_contact_has_a_picklist_that_is_restricted(contact: Target) -> None:
    status = found(contact, "CleanStatus")

    assert status.restricted
    assert "" == status.remark


def test_a_captured_contact_demands_the_last_name_and_nothing_else(contact: Target) -> None:
    assert ["LastName"] == [shown.name for shown in contact.fields if shown.required]


def test_a_captured_case_demands_nothing(case: Target) -> None:
    assert [] == [shown.name for shown in case.fields if shown.required]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("CaseNumber", "it is numbered automatically"),
        ("ClosedDate", "it is set by the system, or this user may not write it"),
        ("Subject", ""),
    ],
)
def test_a_captured_case_says_why_a_field_cannot_be_written(
    case: Target, name: str, reason: str
) -> None:
    assert reason == found(case, name).read_only


def test_a_captured_case_carries_the_note_in_its_description(case: Target) -> None:
    note = found(case, "Description")

    assert ("note", "text") == (note.kind, note.note_format)
    assert "what it cannot hold goes on in comments of 4,000 bytes each" == note.remark
    assert ["Description"] == [shown.name for shown in case.fields if shown.kind == "note"]


def test_a_captured_contact_has_no_comments_and_so_no_note(contact: Target) -> None:
    assert "text" == found(contact, "Description").kind


def test_a_captured_case_takes_a_file(case: Target) -> None:
    assert ("file",) == case.capsule


def test_an_object_without_files_takes_no_capsule() -> None:
    assert () == described(field()).capsule
    assert ("file",) == described(field(), childRelationships=CHILDREN).capsule


@pytest.mark.parametrize(
    ("type_", "kind", "compare"),
    [
        ("string", "text", "trimmed"),
        ("textarea", "text", "trimmed"),
        ("email", "text", "trimmed"),
        ("reference", "text", "trimmed"),
        ("picklist", "choice", "trimmed"),
        ("multipicklist", "list", "superset"),
        ("boolean", "boolean", "exact"),
        ("int", "number", "number"),
        ("currency", "number", "number"),
        ("percent", "number", "number"),
        ("date", "date", "exact"),
        ("datetime", "date", "exact"),
        ("a type of tomorrow", "text", "trimmed"),
    ],
)
def test_each_type_has_its_kind_and_its_comparison(type_: str, kind: str, compare: str) -> None:
    assert (kind, compare) == (only(type=type_).kind, only(type=type_).compare)


def test_equal_lengths_mean_bytes_and_others_characters() -> None:
    in_bytes, in_characters = only(length=10, byteLength=10), only(length=10, byteLength=30)

    assert in_bytes.limit is not None
    assert in_characters.limit is not None
    assert ("bytes", "characters") == (in_bytes.limit.unit, in_characters.limit.unit)


def test_a_field_without_a_length_has_no_limit() -> None:
    assert only(type="double", length=0, byteLength=0).limit is None


@pytest.mark.parametrize(
    ("members", "required"),
    [
        ({"nillable": False}, True),
        ({"nillable": True}, False),
        ({"nillable": False, "defaultedOnCreate": True}, False),
        ({"nillable": False, "createable": False}, False),
        ({"nillable": False, "type": "boolean"}, False),
    ],
)
def test_required_is_what_must_be_sent_to_create(members: dict[str, Any], required: bool) -> None:
    assert required is only(**members).required


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({}, ""),
        ({"calculated": True, "createable": False}, "a formula computes it"),
        ({"autoNumber": True, "createable": False}, "it is numbered automatically"),
        ({"type": "address"}, "it is put together from other fields; fill those"),
        ({"type": "base64"}, "it holds no text"),
        ({"createable": False}, "it is set by the system, or this user may not write it"),
    ],
)
def test_what_cannot_be_written_says_why(members: dict[str, Any], reason: str) -> None:
    assert reason == only(**members).read_only


def test_choices_keep_their_labels_and_whether_they_are_offered() -> None:
    values = [
        {"value": "a", "label": "First", "active": True},
        {"value": "b", "label": None, "active": False},
    ]

    assert (
        Choice(value="a", label="First"),
        Choice(value="b", label="b", active=False),
    ) == only(type="picklist", picklistValues=values).choices


@pytest.mark.parametrize(
    ("external", "unique", "is_key"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_a_key_is_an_external_id_that_is_unique(external: bool, unique: bool, is_key: bool) -> None:
    assert is_key is only(externalId=external, unique=unique).external_id


@pytest.mark.parametrize(
    ("members", "remark"),
    [
        ({"inlineHelpText": "Ask the back office."}, "Ask the back office."),
        ({"referenceTo": ["Group", "User"]}, "takes the id of a record: Group, User"),
        ({"precision": 18, "scale": 2}, "16 digits, 2 behind the point"),
        (
            {"dependentPicklist": True, "controllerName": "Type"},
            'which values fit depends on "Type"',
        ),
        ({"externalId": True}, "an external ID that is not unique"),
        ({"inlineHelpText": "A.", "referenceTo": ["User"]}, "A.; takes the id of a record: User"),
    ],
)
def test_what_an_admin_should_know_is_remarked(members: dict[str, Any], remark: str) -> None:
    assert remark == only(**members).remark


def test_rich_text_is_compared_by_what_a_person_sees() -> None:
    note = described(
        field(name="Description", type="textarea", htmlFormatted=True), childRelationships=CHILDREN
    ).fields[0]

    assert ("note", "html", "html") == (note.kind, note.note_format, note.compare)
    assert "html" == only(type="textarea", htmlFormatted=True).compare


def test_a_retired_field_is_left_out() -> None:
    assert () == described(field(deprecatedAndHidden=True)).fields


def test_without_labels_names_are_shown() -> None:
    target = described({"name": "F__c", "type": "string"}, label="")

    assert ("Case", "F__c") == (target.label, target.fields[0].label)


@pytest.mark.parametrize("document", [b"", b"\xff", b"[]", b"{}", b'{"name": "Case"}', b"[" * 9999])
def test_what_is_no_describe_document_is_refused(document: bytes) -> None:
    with pytest.raises(UnexpectedReply, match="it is no describe document"):
        from_describe(document, "Case")


def test_a_description_of_another_object_is_refused() -> None:
    with pytest.raises(UnexpectedReply, match='it describes "Contact"'):
        from_describe(b'{"name": "Contact", "fields": []}', "Case")


def test_a_description_by_somebody_who_may_not_create_is_refused() -> None:
    with pytest.raises(UnexpectedReply, match="may not create one"):
        described(field(), createable=False)
