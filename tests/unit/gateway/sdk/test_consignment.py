"""Consignments: a value that is not mapped is not the same as one that is null."""

from __future__ import annotations

import msgspec

from gateway.sdk import Consignment, FieldValue

CONSIGNMENT = Consignment(
    key="k-1",
    handoff_id="h-1",
    object="item",
    fields=(
        FieldValue(name="subject", value="Refund"),
        FieldValue(name="custom.1", value=None),
        FieldValue(name="custom.2", value=[]),
        FieldValue(name="customs.3", value=3),
    ),
)


def test_a_mapped_null_and_an_unmapped_field_are_told_apart() -> None:
    assert CONSIGNMENT.value("custom.1") is None
    assert msgspec.UNSET is CONSIGNMENT.value("custom.9")


def test_a_family_is_given_without_its_prefix_and_in_order() -> None:
    assert (FieldValue(name="1", value=None), FieldValue(name="2", value=[])) == CONSIGNMENT.under(
        "custom."
    )


def test_a_family_that_nothing_was_mapped_to_is_empty() -> None:
    assert () == CONSIGNMENT.under("tags.")
