"""The vendor's object in neutral words: fields and families of them, by name."""

from __future__ import annotations

import pytest

from mappings import VendorField, VendorSchema

SCHEMA = VendorSchema(
    vendor="desk",
    title="The Desk",
    object="item",
    fields=(
        VendorField(name="custom.*", label="Custom", kind="text"),
        VendorField(name="custom.vip", label="VIP", kind="boolean"),
        VendorField(name="*__c", label="Own", kind="text"),
    ),
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("custom.1", "custom.*"),
        ("custom.vip", "custom.vip"),
        ("custom.x__c", "custom.*"),
        ("Tier__c", "*__c"),
        ("Tier", None),
        ("custom", None),
        ("_c", None),
    ],
)
def test_a_name_goes_before_a_family_and_the_first_family_before_others(
    name: str, found: str | None
) -> None:
    field = SCHEMA.field(name)

    assert found == (field.name if field else None)


def test_a_family_of_everything_holds_every_name() -> None:
    anything = VendorSchema(
        vendor="v",
        title="V",
        object="o",
        fields=(VendorField(name="*", label="Member", kind="any"),),
    )

    assert anything.field("a.b") is anything.fields[0]


def test_a_field_is_open_and_writable_unless_the_vendor_says_otherwise() -> None:
    field = VendorField(name="f", label="F", kind="text")

    assert (True, False, False, False) == (
        field.writable,
        field.required,
        field.restricted,
        field.external_id,
    )
