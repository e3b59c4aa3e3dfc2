"""What is read back, and that nothing is taken for granted."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.salesforce.settings import Routing, SalesforceSettings
from gateway.sdk import Stored
from tests.adapters.salesforce.consignments import (
    CAPSULE_DATA,
    FIELDS,
    NOTE,
    QUEUE,
    consignment,
    long_note,
    without,
)
from tests.adapters.salesforce.org import Delivery, Org

ROUTED = SalesforceSettings(routing=Routing(service_channel="Handoffs", skills=("German",)))


@pytest.fixture
def delivery() -> Delivery:
    return Delivery(consignment())


def test_every_field_that_was_sent_is_read(delivery: Delivery) -> None:
    assert FIELDS == delivery.fields()


def test_note_and_capsule_are_read(delivery: Delivery) -> None:
    stored = delivery.read()

    assert [NOTE] == [part.stored for part in stored.note]
    assert CAPSULE_DATA == stored.capsule


def test_reading_only_reads(delivery: Delivery) -> None:
    delivery.read()

    assert {"GET"} == {request.method for request, _ in delivery.org.exchanges}


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "Risks__c"])
def test_an_altered_field_is_read_as_it_stands(delivery: Delivery, name: str) -> None:
    delivery.org.change("Case", **{name: "altered"})

    assert "altered" == delivery.fields()[name]


def test_a_time_is_read_as_the_moment_that_it_is(delivery: Delivery) -> None:
    assert "2026-11-20T13:45:00.000+0000" == delivery.org.case["Act_Before__c"]
    assert FIELDS["Act_Before__c"] == delivery.fields()["Act_Before__c"]

    delivery.org.change("Case", Act_Before__c="2026-11-20T13:45:00.001+0000")

    assert FIELDS["Act_Before__c"] != delivery.fields()["Act_Before__c"]


def test_a_text_that_is_no_time_is_compared_as_a_text() -> None:
    delivery = Delivery(consignment({"Subject": "2026-11-20"}))
    delivery.org.change("Case", Subject="20261120")

    assert "20261120" == delivery.fields()["Subject"]


@pytest.mark.parametrize("how", ["hide_field", "hide_field_loudly"])
def test_a_field_that_is_not_shown_is_not_found(how: str) -> None:
    delivery = Delivery(consignment(), org=Org(f"{how}=Subject"))

    assert set(FIELDS) - {"Subject"} == set(delivery.fields())


def test_many_fields_are_asked_for_in_a_body() -> None:
    fields = {f"Field_of_many_{number}__c": str(number) for number in range(100)}
    delivery = Delivery(consignment(fields))

    assert fields == delivery.fields()
    assert "POST" == delivery.org.exchanges[0][0].method


def test_a_case_that_is_gone_holds_nothing(delivery: Delivery) -> None:
    delivery.org.account.records["Case"].clear()

    assert Stored() == delivery.read()


@pytest.mark.parametrize("object_", ["ContentVersion", "ContentDocumentLink"])
def test_a_file_that_is_gone_or_not_shown_is_not_found(delivery: Delivery, object_: str) -> None:
    delivery.org.account.records[object_].clear()

    assert delivery.read().capsule is None


def test_changed_bytes_are_read_as_they_are(delivery: Delivery) -> None:
    delivery.org.change("ContentVersion", VersionData=b"other")

    assert b"other" == delivery.read().capsule


def test_salesforces_own_checksum_is_compared(delivery: Delivery) -> None:
    delivery.org.change("ContentVersion", Checksum="0" * 32)
    sent, stored = delivery.own()["ContentVersion.Checksum"]

    assert (32, "0" * 32) == (len(sent), stored)


def test_each_comment_is_found_by_its_id() -> None:
    delivery = Delivery(consignment(note=long_note(3)))
    delivery.org.account.records["CaseComment"].pop(delivery.delivered.parts["comment.3"])

    stored = [part.stored for part in delivery.read().note]

    assert [None] == [text for number, text in enumerate(stored, 1) if text is None]
    assert stored[2] is None


def test_the_comments_of_others_are_no_part_of_the_note() -> None:
    delivery = Delivery(consignment(note=long_note(1)))
    before = delivery.read().note
    for number in range(450):
        other = {"ParentId": delivery.delivered.ref, "CommentBody": str(number)}
        delivery.org.account.add("CaseComment", {**other, "IsPublished": True})

    assert before == delivery.read().note


def test_a_published_comment_is_told() -> None:
    delivery = Delivery(consignment(note=long_note(1)))
    delivery.org.change("CaseComment", IsPublished=True)

    assert (False, True) == delivery.own()["comment.2.IsPublished"]


def test_an_owner_of_the_settings_is_compared() -> None:
    settings = SalesforceSettings(owner_id=QUEUE)
    delivery = Delivery(consignment(without("OwnerId")), settings)
    delivery.org.change("Case", OwnerId="0055g0000000001EAA")

    assert (QUEUE, "0055g0000000001EAA") == delivery.own()["OwnerId"]


def test_an_external_id_of_our_own_is_compared() -> None:
    delivery = Delivery(consignment({}))
    delivery.org.change("Case", Handoff_Id__c=None)

    assert (delivery.sent.key, None) == delivery.own()["Handoff_Id__c"]


@pytest.mark.parametrize(("ready", "expected"), [(True, True), (False, False)])
def test_whether_the_case_waits_for_an_agent_is_read(ready: bool, expected: Any) -> None:
    delivery = Delivery(consignment(), ROUTED)
    delivery.org.change("PendingServiceRouting", IsReadyForRouting=ready)

    assert (True, expected) == delivery.own()["routing.IsReadyForRouting"]


def test_a_case_that_waits_nowhere_is_told() -> None:
    delivery = Delivery(consignment(), ROUTED)
    delivery.org.account.records["PendingServiceRouting"].clear()

    assert (True, None) == delivery.own()["routing.IsReadyForRouting"]
