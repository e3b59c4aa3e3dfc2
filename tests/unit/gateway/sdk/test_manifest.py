"""Manifests: looking up declared targets and fields."""

from __future__ import annotations

import pytest
from msgspec import Struct

from gateway.sdk import Choice, Manifest, Target, TargetField, choices

FIELDS = (
    TargetField(name="subject", label="Subject", kind="text"),
    TargetField(name="custom.*", label="Custom field", kind="text"),
    TargetField(name="custom.vip", label="VIP", kind="boolean"),
    TargetField(name="*__c", label="Own field", kind="text"),
)
TARGET = Target(object="item", label="Item", fields=FIELDS)


class _Settings(Struct):
    pass


MANIFEST = Manifest(
    name="acme",
    title="Acme",
    version="1",
    documentation="https://acme.example/api",
    auth=("bearer",),
    targets=(TARGET,),
    preset="acme-item",
    settings=_Settings,
)


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("subject", "subject"),
        ("custom.360001", "custom.*"),
        ("custom.", "custom.*"),
        ("custom.*", "custom.*"),
        ("custom.vip", "custom.vip"),
        ("Tier__c", "*__c"),
        ("__c", "*__c"),
    ],
)
def test_a_field_is_found_by_its_name_or_its_family(name: str, declared: str) -> None:
    field = TARGET.field(name)

    assert field is not None
    assert declared == field.name


@pytest.mark.parametrize("name", ["Subject", "custom", "customs.1", "", "subject.x", "_c"])
def test_a_field_that_is_not_declared_is_not_found(name: str) -> None:
    assert TARGET.field(name) is None


def test_a_target_is_found_by_its_object() -> None:
    assert TARGET is MANIFEST.target("item")
    assert MANIFEST.target("Item") is None


def test_a_family_of_everything_holds_every_name() -> None:
    anything = Target(
        object="body", label="Body", fields=(TargetField(name="*", label="Member", kind="any"),)
    )
    assert "*" == anything.field("a.b").name
    assert "*" == anything.field("").name


def test_choices_are_offered_under_their_own_names() -> None:
    assert (Choice(value="low"), Choice(value="high")) == choices("low", "high")
    assert Choice(value="low").active
