"""What is sent to Salesforce, record by record."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from adapters.salesforce import batches, translate
from adapters.salesforce.limits import CASE_COMMENT, NOTE
from adapters.salesforce.settings import SalesforceSettings
from gateway.sdk import Consignment, VendorRequest, measure
from tests.adapters.salesforce.consignments import (
    CAPSULE_DATA,
    FIELDS,
    HANDOFF_ID,
    KEY,
    QUEUE,
    consignment,
    long_note,
    without,
)
from tests.adapters.salesforce.consignments import (
    NOTE as TEXT,
)

NASTY = [
    "{{case.id}} {!Case.Id}",
    "</p><script>alert(1)</script>",
    "'; DELETE FROM Case; --",
    "\u202eevil\u202c \u200b\ufeff zero width",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 e\u0301",
    "line\r\nbreak\ttab\u2028separator",
    '\\ " / \x00 \x1f',
]
PLAIN = SalesforceSettings()


def first(sent: Consignment, settings: SalesforceSettings = PLAIN) -> VendorRequest:
    return batches.request_for(batches.batches(sent, settings)[0], sent, settings)


def parts(request: VendorRequest) -> dict[str, dict[str, Any]]:
    document = json.loads(request.body)
    assert document["allOrNone"] is True
    return {part["referenceId"]: part for part in document["compositeRequest"]}


def case_body(sent: Consignment, settings: SalesforceSettings = PLAIN) -> dict[str, Any]:
    return parts(first(sent, settings))["refCase"]["body"]


@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_text_is_sent_unchanged(text: str) -> None:
    body = case_body(consignment({"Subject": text, "SuppliedName": text}, note=f"<{text}>"))

    assert [text, text, f"<{text}>"] == [body["Subject"], body["SuppliedName"], body["Description"]]


@pytest.mark.parametrize("value", [None, "", False, True, 0, 12.5])
def test_null_empty_and_absent_stay_three_things(value: Any) -> None:
    assert value == case_body(consignment({"X__c": value}))["X__c"]
    assert "X__c" not in case_body(consignment({}))


def test_a_list_is_one_text_with_semicolons() -> None:
    assert "fraud;churn" == case_body(consignment())["Risks__c"]


def test_the_external_id_stands_in_the_address_and_not_in_the_body() -> None:
    part = parts(first(consignment()))["refCase"]

    assert "PATCH" == part["method"]
    assert f"/services/data/v62.0/sobjects/Case/Handoff_Id__c/{HANDOFF_ID}" == part["url"]
    assert "Handoff_Id__c" not in part["body"]


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_a_mapped_external_id_the_deliverys_key_is_taken(value: str | None) -> None:
    assert KEY == translate.external_id(consignment({"Handoff_Id__c": value}), PLAIN)
    assert KEY == translate.external_id(consignment({}), PLAIN)


def test_an_external_id_with_signs_of_an_address_is_escaped() -> None:
    part = translate.case(consignment({"Handoff_Id__c": " a/b?c=é "}), PLAIN)

    assert "/sobjects/Case/Handoff_Id__c/a%2Fb%3Fc%3D%C3%A9" == part.path


def test_the_capsule_is_published_on_the_case_of_the_same_request() -> None:
    body = parts(first(consignment()))["refCapsule"]["body"]

    assert "@{refCase.id}" == body["FirstPublishLocationId"]
    assert CAPSULE_DATA == base64.b64decode(body["VersionData"])
    assert ("handoff-h-1.json", "handoff-h-1.json") == (body["Title"], body["PathOnClient"])
    assert KEY in body["Description"]


def test_comments_are_private_and_belong_to_the_case() -> None:
    comment = parts(first(consignment(note=long_note(1))))["refComment2"]["body"]

    assert comment["IsPublished"] is False
    assert "@{refCase.id}" == comment["ParentId"]
    assert comment["CommentBody"].startswith("(2/")


def test_every_part_has_the_headers_of_the_whole() -> None:
    request = first(consignment())

    for part in parts(request).values():
        assert dict(request.headers) == {"content-type": "application/json", **part["httpHeaders"]}


@pytest.mark.parametrize(
    ("fields", "settings", "expected"),
    [
        ({}, {}, "TRUE"),
        ({"OwnerId": QUEUE}, {}, "FALSE"),
        ({}, {"owner_id": QUEUE}, "FALSE"),
        ({"OwnerId": QUEUE}, {"assignment_rules": "on"}, "TRUE"),
        ({}, {"assignment_rules": "off"}, "FALSE"),
        ({}, {"assignment_rules": "01Q5g0000000001EAA"}, "01Q5g0000000001EAA"),
    ],
)
def test_assignment_rules_run_where_nobody_names_an_owner(
    fields: dict[str, str], settings: dict[str, str], expected: str
) -> None:
    made = translate.headers(consignment(fields), SalesforceSettings(**settings))

    assert expected == dict(made)["Sforce-Auto-Assign"]


@pytest.mark.parametrize(("allowed", "word"), [(True, "true"), (False, "false")])
def test_writes_say_what_duplicate_rules_may_do_and_whose_they_are(
    allowed: bool, word: str
) -> None:
    made = dict(translate.headers(consignment(), SalesforceSettings(allow_duplicates=allowed)))

    assert f"allowSave={word}" == made["Sforce-Duplicate-Rule-Header"]
    assert "client=readback" == made["Sforce-Call-Options"]


def test_the_owner_of_the_settings_gives_way_to_the_mappings() -> None:
    settings = SalesforceSettings(owner_id="0055g0000000001EAA")

    assert QUEUE == case_body(consignment(), settings)["OwnerId"]
    assert "0055g0000000001EAA" == case_body(consignment(without("OwnerId")), settings)["OwnerId"]


def test_a_short_note_has_no_words_of_ours() -> None:
    assert TEXT == case_body(consignment())["Description"]


@pytest.mark.parametrize("note", [" lead", "trail ", "\nboth\n", "   ", "x\u200b"])
def test_white_space_at_an_end_gets_a_mark_so_that_it_is_not_trimmed(note: str) -> None:
    (part,) = translate.note_parts(consignment(note=note))

    assert part.text == part.text.strip()
    assert part.text[0].isprintable()
    assert part.text[-1].isprintable()
    assert note == part.text[len(part.lead) : len(part.lead) + len(note)]


@examples(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["&", "word ", "<b>", "💳", "é", "\n", " " * 40]), max_size=200))
def test_the_parts_of_a_note_are_all_of_it_and_within_their_places(words: list[str]) -> None:
    note = "".join(words) * 90

    found = translate.note_parts(consignment(note=note))

    assert note == "".join(part.stretch.text for part in found)
    assert all(measure(part.text, "utf16") <= NOTE.size for part in found[:1])
    assert all(translate.encoded_size(part.text) <= CASE_COMMENT.size for part in found[1:])
    assert all(part.text[-1].isprintable() and part.text[-1] != " " for part in found)


def test_an_ampersand_takes_five_bytes_in_a_comment() -> None:
    assert (5, 4, 2, 4) == tuple(map(translate.encoded_size, ("&", "<", "é", "💳")))


def test_a_request_holds_no_more_than_twenty_five_records() -> None:
    sent = consignment(note=long_note(40))

    sizes = [len(batch) for batch in batches.batches(sent, PLAIN, "500")]

    assert max(sizes) == 25
    assert sum(sizes) == 2 + len(translate.note_parts(sent)) - 1


def test_a_text_that_looks_like_a_reference_is_written_outside_of_composites() -> None:
    sent = consignment({"Subject": "@{refCase.id}"})

    request = first(sent)

    assert ("PATCH", "safe") == (request.method, request.repeat)
    assert {"Subject": "@{refCase.id}", "Description": TEXT} == json.loads(request.body)


def test_a_large_capsule_goes_as_a_form_with_its_bytes_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = msgspec.structs.replace(batches.CAPSULE_IN_JSON, size=10)
    monkeypatch.setattr(batches, "CAPSULE_IN_JSON", small)
    sent = consignment(capsule=b"\x00\r\n--" + CAPSULE_DATA)

    batch = batches.batches(sent, PLAIN, "5005g0000000001AAA")[1]
    request = batches.request_for(batch, sent, PLAIN)

    assert ("attach capsule", "search") == (request.step, request.repeat)
    assert b"\x00\r\n--" + CAPSULE_DATA in request.body
    assert b"5005g0000000001AAA" in request.body


def test_only_an_upsert_by_itself_may_be_repeated_without_looking() -> None:
    assert "safe" == first(consignment(note=None, capsule=None)).repeat
    assert "search" == first(consignment()).repeat


def test_planning_twice_gives_equal_requests() -> None:
    assert first(consignment(FIELDS)) == first(consignment(FIELDS))
