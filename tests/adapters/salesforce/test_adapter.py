"""The delivery against an org: one case, one file, whatever gets lost on the way."""

from __future__ import annotations

import json

import pytest

from adapters.salesforce import adapter
from adapters.salesforce.settings import Routing, SalesforceSettings
from gateway.sdk import (
    Adapter,
    Classifies,
    Delivered,
    Describes,
    Explains,
    FindsExisting,
    Misfit,
    Probes,
    SignInFailed,
    UnexpectedReply,
    VendorRefused,
    VendorRequest,
    VendorResponse,
)
from tests.adapters.salesforce.consignments import (
    CAPSULE_DATA,
    FIELDS,
    consignment,
    long_note,
)
from tests.adapters.salesforce.org import Delivery, Org, drive, failure

PLAIN = SalesforceSettings()
ROUTED = SalesforceSettings(routing=Routing(service_channel="Handoffs", skills=("German",)))


def test_it_is_an_adapter_with_the_optional_parts() -> None:
    fits: Adapter[SalesforceSettings] = adapter

    for part in (FindsExisting, Classifies, Describes, Probes, Explains):
        assert isinstance(fits, part)


def test_one_request_makes_case_file_and_comments() -> None:
    delivery = Delivery(consignment(note=long_note(2)))

    assert ["create case"] == [request.step for request, _ in delivery.writes]
    assert [1, 1] == [len(delivery.org.records(name)) for name in ("Case", "ContentVersion")]
    assert CAPSULE_DATA == delivery.org.records("ContentVersion")[0]["VersionData"]
    assert {
        "capsule",
        *(f"comment.{n + 2}" for n in range(len(delivery.org.records("CaseComment")))),
    } == set(delivery.delivered.parts)


def test_what_is_delivered_again_updates_the_same_case() -> None:
    org = Org()

    first = Delivery(consignment(), org=org)
    second = Delivery(consignment({**FIELDS, "Subject": "New"}), org=org)

    assert first.delivered.ref == second.delivered.ref
    assert "New" == org.case["Subject"]


@pytest.mark.parametrize("fields", [FIELDS, {"Subject": "@{refCase.id}", "Handoff_Id__c": "x"}])
def test_a_write_whose_reply_is_lost_is_found_and_not_made_again(fields: dict) -> None:
    delivery = Delivery(consignment(fields, note=long_note(2)))
    made = {name: len(delivery.org.records(name)) for name in ("ContentVersion", "CaseComment")}

    for request, response in delivery.writes:
        found = drive(adapter.find_existing(request, delivery.sent, PLAIN), delivery.org)
        if request.repeat == "search":
            assert isinstance(found, VendorResponse)
            assert _ids(response) == _ids(found)

    assert made == {name: len(delivery.org.records(name)) for name in made}


def _ids(response: VendorResponse) -> list[str]:
    document = json.loads(response.body)
    parts = document.get("compositeResponse")
    return [part["body"]["id"] for part in parts] if parts else [document["id"]]


def test_nothing_is_found_where_nothing_was_made() -> None:
    delivery, empty = Delivery(consignment()), Org()

    for request, _ in delivery.writes:
        assert drive(adapter.find_existing(request, delivery.sent, PLAIN), empty) is None


def test_the_file_of_another_delivery_is_not_taken_for_ours() -> None:
    org = Org()
    Delivery(consignment(key="0199aaaa-0000-7ccc-8ddd-000000000000"), org=org)
    request = Delivery(consignment()).writes[0][0]

    assert drive(adapter.find_existing(request, consignment(), PLAIN), org) is None


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"compositeResponse":[]}', b"{}"])
def test_a_write_with_a_damaged_reply_is_found_and_not_repeated(body: bytes) -> None:
    org = Org()

    def damage(request: VendorRequest) -> VendorResponse:
        response = org(request)
        return VendorResponse(status=200, body=body) if request.method == "POST" else response

    delivered = drive(adapter.deliver(consignment(), PLAIN), damage)

    assert isinstance(delivered, Delivered)
    assert 1 == len(org.records("ContentVersion"))


def test_a_damaged_reply_to_what_was_not_made_is_an_error_that_names_its_step() -> None:
    org = Org()

    def nothing(request: VendorRequest) -> VendorResponse:
        return VendorResponse(status=200) if request.method == "POST" else org(request)

    failed = failure(adapter.deliver(consignment(), PLAIN), nothing)

    assert isinstance(failed, UnexpectedReply)
    assert "create case" == failed.step


def test_a_refusal_carries_the_code_and_no_text() -> None:
    failed = failure(adapter.deliver(consignment(), PLAIN), Org("short_subject=5"))

    assert isinstance(failed, VendorRefused)
    assert "STRING_TOO_LONG:Subject" == failed.vendor_code
    assert FIELDS["Subject"] not in str(failed)


def test_of_a_refused_handoff_nothing_is_left() -> None:
    org = Org("forbid_field=IsPublished")

    failure(adapter.deliver(consignment(note=long_note(2)), PLAIN), org)

    assert [0, 0, 0] == [
        len(org.records(name)) for name in ("Case", "ContentVersion", "CaseComment")
    ]


def test_a_403_says_that_a_permission_is_lacking() -> None:
    body = b'[{"errorCode":"API_DISABLED_FOR_ORG","message":"Ann"}]'

    failed = failure(
        adapter.deliver(consignment(), PLAIN), lambda _: VendorResponse(status=403, body=body)
    )

    assert isinstance(failed, SignInFailed)
    assert "API_DISABLED_FOR_ORG" in str(failed)


def test_a_routed_case_waits_for_an_agent_with_the_skills() -> None:
    org = Delivery(consignment(), ROUTED).org
    (item,) = org.records("PendingServiceRouting")
    (skill,) = org.records("SkillRequirement")

    assert (org.case["Id"], True) == (item["WorkItemId"], item["IsReadyForRouting"])
    assert item["Id"] == skill["RelatedRecordId"]


def test_the_work_item_is_not_ready_before_it_has_its_skills() -> None:
    request = Delivery(consignment(), ROUTED).writes[-1][0]
    parts = json.loads(request.body)["compositeRequest"]

    assert ["refRouting", "refSkill1", "refReady"] == [part["referenceId"] for part in parts]
    assert parts[0]["body"]["IsReadyForRouting"] is False


def test_a_channel_that_is_not_there_is_told_before_anything_is_written() -> None:
    org = Org()
    settings = SalesforceSettings(routing=Routing(service_channel="No", skills=("German",)))

    failed = failure(adapter.deliver(consignment(), settings), org)

    assert isinstance(failed, Misfit)
    assert "ServiceChannel No" in str(failed)
    assert [] == org.records("Case")


def test_a_lost_routing_is_found_also_when_an_agent_has_it_already() -> None:
    delivery = Delivery(consignment(), ROUTED)
    request = delivery.writes[-1][0]
    delivery.org.account.records["PendingServiceRouting"].clear()
    look = adapter.find_existing(request, delivery.sent, ROUTED)
    assert drive(look, delivery.org) is None

    delivery.org.account.add("AgentWork", {"WorkItemId": delivery.delivered.ref})

    assert drive(adapter.find_existing(request, delivery.sent, ROUTED), delivery.org) is not None


def test_the_probe_says_who_we_are() -> None:
    assert "Readback (readback@acme.example)" == drive(adapter.probe(PLAIN), Org())


@pytest.mark.parametrize("name", ["Missing__c", "Handoff_Reason__c"])
def test_the_probe_wants_an_external_id_that_is_unique(name: str) -> None:
    failed = failure(adapter.probe(SalesforceSettings(external_id_field=name)), Org())

    assert isinstance(failed, SignInFailed)
    assert name in str(failed)


def test_the_orgs_own_case_is_described() -> None:
    target = drive(adapter.describe("Case", PLAIN), Org())
    handoff_id, note = target.field("Handoff_Id__c"), target.field("Description")

    assert handoff_id is not None
    assert handoff_id.external_id
    assert note is not None
    assert "note" == note.kind


@pytest.mark.parametrize(("status", "error"), [(403, SignInFailed), (404, VendorRefused)])
def test_what_may_not_be_described_is_an_error(status: int, error: type) -> None:
    reply = VendorResponse(status=status, body=b"[]")

    assert isinstance(failure(adapter.describe("Case", PLAIN), lambda _: reply), error)
