"""What is pinned of every vendor: well formed, and each limit with its source and date."""

from __future__ import annotations

import re
from importlib import import_module

import msgspec
import pytest

from gateway.delivery.schemas import schema_sha256, vendor_names, vendor_objects
from gateway.sdk import Limit, Target

TARGETS = [
    pytest.param(target, id=f"{vendor}-{target.object}")
    for vendor in vendor_names()
    for target in vendor_objects(vendor).targets
]


@pytest.mark.parametrize("target", TARGETS)
def test_names_are_told_apart(target: Target) -> None:
    names = [field.name for field in target.fields]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("target", TARGETS)
def test_one_field_carries_the_note_and_says_its_format(target: Target) -> None:
    notes = [field for field in target.fields if field.kind == "note"]

    assert 1 == len(notes)
    assert notes == [field for field in target.fields if field.note_format]


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_survives_being_kept(target: Target) -> None:
    kept = msgspec.json.decode(msgspec.json.encode(target), type=Target)

    assert target == kept
    assert schema_sha256(target) == schema_sha256(kept)


@pytest.mark.parametrize("vendor", vendor_names())
def test_every_limit_has_a_source_and_a_day(vendor: str) -> None:
    module = import_module(f"adapters.{vendor}.limits")
    limits = [value for value in vars(module).values() if isinstance(value, Limit)]

    assert limits
    assert all(limit.source for limit in limits)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", limit.read_on) for limit in limits)


@pytest.mark.parametrize(
    ("vendor", "object_", "name"),
    [
        ("salesforce", "Case", "Bot_Confidence__c"),
        ("twilio_flex", "task", "attributes.conversations.outcome"),
        ("twilio_flex", "task", "conversation.attributes.topic"),
        ("liveperson", "conversation", "ctmrinfo.customerId"),
        ("genesys", "conversation", "attributes.intent"),
        ("webhook", "handoff", "anything.at.all"),
    ],
)
def test_what_an_account_makes_itself_can_be_named(vendor: str, object_: str, name: str) -> None:
    (target,) = vendor_objects(vendor).targets

    assert object_ == target.object
    assert target.field(name) is not None


def test_what_no_account_has_cannot_be_named() -> None:
    (case,) = vendor_objects("salesforce").targets
    (task,) = vendor_objects("twilio_flex").targets

    assert case.field("Subjekt") is None
    assert task.field("attribute.x") is None
