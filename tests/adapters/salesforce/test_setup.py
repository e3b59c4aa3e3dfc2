"""The steps that an admin is told, from the fields of the mapping and the settings."""

from __future__ import annotations

from adapters.salesforce import adapter
from adapters.salesforce.objects import CASE
from adapters.salesforce.settings import Routing, SalesforceSettings
from gateway.sdk import Limit, SetupStep, TargetField


def told(steps: tuple[SetupStep, ...]) -> str:
    return "\n".join(line for step in steps for line in (step.title, *step.lines))


def fields(*names: str) -> tuple[TargetField, ...]:
    return tuple(field for field in CASE.fields if field.name in names)


def test_the_external_id_is_described_exactly() -> None:
    text = told(adapter.setup((), SalesforceSettings(external_id_field="Bot__c")))

    assert "Bot__c: Text(64), External ID, Unique, case sensitive" in text


def test_every_filled_field_needs_a_permission() -> None:
    text = told(adapter.setup(fields("Subject", "SuppliedEmail"), SalesforceSettings()))

    assert "Field permissions (Read and Edit): Handoff_Id__c, Subject, SuppliedEmail" in text


def test_custom_fields_are_made_of_the_kind_that_the_mapping_fills() -> None:
    limit = Limit(size=80, unit="characters", source="s", read_on="2026-11-20")
    made = (
        TargetField(name="A__c", label="A", kind="text", limit=limit),
        TargetField(name="B__c", label="B", kind="text"),
        TargetField(name="C__c", label="C", kind="boolean"),
        TargetField(name="D__c", label="D", kind="list"),
    )

    text = told(adapter.setup(made, SalesforceSettings()))

    assert "A__c: Text(80), A" in text
    assert "B__c: Long Text Area (32,768), B" in text
    assert "C__c: Checkbox, C" in text
    assert "D__c: Picklist (Multi-Select), D" in text


def test_what_the_settings_set_needs_a_permission_too() -> None:
    settings = SalesforceSettings(
        owner_id="00G5g0000000001EAA", record_type_id="0125g0000000001AAA"
    )

    assert "OwnerId, RecordTypeId" in told(adapter.setup((), settings))


def test_routing_is_explained_where_it_is_asked_for() -> None:
    settings = SalesforceSettings(routing=Routing(service_channel="Handoffs", skills=("German",)))

    assert "Service Channels: Handoffs" in told(adapter.setup((), settings))
    assert "Omni-Channel" not in told(adapter.setup((), SalesforceSettings()))
