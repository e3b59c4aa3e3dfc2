"""The vendor's side of a rule: near names, near choices, units, and why a field is closed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from mappings import VendorField, VendorSchema
from tests.unit.mappings.desk import DESK, compiled, messages, rule


def desk(*fields: VendorField) -> VendorSchema:
    return replace(DESK, fields=fields)


CASE = desk(
    VendorField(name="SuppliedName", label="Customer", kind="text", length=4, unit="bytes"),
    VendorField(name="Count", label="Number", kind="text", writable=False, why_not="it is counted"),
    VendorField(
        name="Reason",
        label="Case Reason",
        kind="choice",
        choices=("b1", "Shipping"),
        labels={"b1": "Billing"},
        restricted=True,
    ),
    VendorField(name="Tags", label="Tags", kind="list", choices=("a", "b"), restricted=True),
    VendorField(name="Any", label="Any", kind="any"),
)


@pytest.mark.parametrize(
    ("to", "hint"),
    [
        ("Reasn", ' Did you mean "Reason" (Case Reason)?'),
        ("reason", ' Did you mean "Reason" (Case Reason)?'),
        ("Case Reason", ' Did you mean "Reason" (Case Reason)?'),
        ("Custmer", ' Did you mean "SuppliedName" (Customer)?'),
        ("qqqq", ""),
    ],
)
def test_a_field_is_recognised_by_its_name_and_by_what_people_call_it(to: str, hint: str) -> None:
    said = messages(rule(f'to = "{to}"\nvalue = "x"'), "V201", CASE)

    assert [f'8: The Desk has no field "{to}".{hint}'] == said


def test_a_field_that_cannot_be_written_says_why() -> None:
    assert ['8: "Count" (Number) cannot be written: it is counted. Remove this [[field]].'] == (
        messages(rule('to = "Count"\nvalue = "x"'), "V202", CASE)
    )


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Billing", 'Did you mean "b1" (Billing)?'),
        ("biling", 'Did you mean "b1" (Billing)?'),
        ("B1", 'Did you mean "b1"?'),
        ("Shiping", 'Did you mean "Shipping"?'),
    ],
)
def test_a_choice_is_recognised_by_what_agents_read(value: str, hint: str) -> None:
    (said,) = messages(rule(f'to = "Reason"\nvalue = "{value}"'), "V230", CASE)

    assert said.endswith(hint)


def test_every_value_that_a_restricted_list_is_given_is_checked() -> None:
    assert ['9: "Tags" (Tags) has no value "c". It lists: a and b.'] == messages(
        rule('to = "Tags"\nvalue = ["a", "c"]'), "V230", CASE
    )


def test_a_fixed_value_is_measured_in_the_vendors_unit() -> None:
    assert [] == messages(rule('to = "SuppliedName"\nvalue = "éé"'), "V222", CASE)
    assert [
        '9: The fixed value for "SuppliedName" is longer than the 4 bytes it holds.'
    ] == messages(rule('to = "SuppliedName"\nvalue = "ééé"'), "V222", CASE)


@pytest.mark.parametrize("value", ['"x"', "3", "true", "0.5"])
def test_a_field_for_anything_takes_every_fixed_value(value: str) -> None:
    codes = {one.code for one in compiled(rule(f'to = "Any"\nvalue = {value}'), CASE).problems}

    assert {"C302"} == codes


@pytest.mark.parametrize(
    ("to", "written", "says"),
    [
        ("number", "nan", "the fixed value is nan. Write a number."),
        ("number", "true", "the fixed value is true. Write a number."),
        ("number", '"3"', "the fixed value is a text. Write it without quotes."),
        ("number", "9" * 400, f"the fixed value is {'9' * 40}. Write a number."),
        ("flag", "1", "the fixed value is 1. Write true or false."),
        ("text", "1", "the fixed value is 1. Put it in quotes."),
    ],
)
def test_a_fixed_value_of_another_kind_is_told_what_to_write(
    to: str, written: str, says: str
) -> None:
    (message,) = messages(rule(f'to = "{to}"\nvalue = {written}'), "V210")

    assert message.endswith(says)


@pytest.mark.parametrize("written", ["nan", "-inf", "9" * 30])
def test_no_field_takes_a_number_that_json_cannot_carry(written: str) -> None:
    anything = VendorField(name="any", label="Any", kind="any")
    schema = replace(DESK, fields=(anything,))

    assert ["V210"] == [
        one.code
        for one in compiled(rule(f'to = "any"\nvalue = {written}'), schema).problems
        if one.severity == "error"
    ]
