"""From a vendor's fields to rules: what is worth a rule, and what it says."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.delivery.starter.rules import Draft, commented, described, drafts, quoted, unused
from mappings.vendor_schema import VendorField, VendorSchema


def field(name: str, kind: str = "text", **members: Any) -> VendorField:
    return VendorField(**{"name": name, "label": name, "kind": kind, **members})


def schema(*fields: VendorField) -> VendorSchema:
    return VendorSchema(vendor="acme", title="Acme", object="item", fields=fields)


def settings(*fields: VendorField) -> dict[str, dict[str, str]]:
    """The rules by the field they fill."""
    return {one.to: {s.name: s.value for s in one.settings} for one in drafts(schema(*fields))}


def test_the_key_by_which_a_retry_finds_its_work_comes_first() -> None:
    found = drafts(schema(field("Subject"), field("Key__c", external_id=True)))
    assert ["Key__c", "Subject"] == [one.to for one in found][:2]
    assert "a retry finds its work" in found[0].comment


@pytest.mark.parametrize(
    "key",
    [field("Key__c", external_id=True, writable=False), field("keys.*", external_id=True)],
    ids=["not writable", "a family"],
)
def test_a_key_that_cannot_be_written_gets_no_rule(key: VendorField) -> None:
    assert key.name not in settings(field("Subject"), key)


def test_of_two_fields_for_the_same_the_first_is_filled() -> None:
    found = settings(field("Subject"), field("Title"))
    assert (True, False) == ("Subject" in found, "Title" in found)


def test_a_field_that_cannot_be_written_is_left_alone() -> None:
    assert {} == settings(field("Subject", writable=False), *(field(n) for n in "xyz"))


@pytest.mark.parametrize("kind", ["text", "any"])
def test_a_field_with_a_length_says_what_happens_to_more(kind: str) -> None:
    assert '"shorten"' == settings(field("Subject", kind, length=80))["Subject"]["overflow"]
    assert "overflow" not in settings(field("Subject", kind))["Subject"]


def test_half_an_address_is_worse_than_none() -> None:
    assert '"capsule"' == settings(field("customer_email", length=80))["customer_email"]["overflow"]


@pytest.mark.parametrize(
    ("demanded", "expected"),
    [
        (field("X", "choice", choices=("a", "b")), {"value": '"a"'}),
        (field("X", "number"), {"value": "0"}),
        (field("X", "boolean"), {"value": "false"}),
        (field("X", length=9), {"from": '"conversation.id"', "overflow": '"shorten"'}),
        (field("X", "list", length=9), {"from": '"conversation.id"'}),
        (field("X", "date"), {"from": '["occurred_at", "conversation.started_at"]'}),
    ],
    ids=lambda value: value.kind if isinstance(value, VendorField) else "",
)
def test_what_the_vendor_demands_gets_something(demanded: VendorField, expected: dict) -> None:
    required = VendorField(**{**_members(demanded), "required": True})
    assert expected == settings(required)["X"]


def _members(one: VendorField) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def test_what_is_demanded_and_known_is_filled_once() -> None:
    assert ["Subject"] == [one.to for one in drafts(schema(field("Subject", required=True)))]


def test_free_names_are_used_where_an_object_has_hardly_any_of_its_own() -> None:
    few = settings(field("data.*", "any"))
    many = settings(
        field("data.*", "any"), field("Subject"), field("customer_email"), field("customer_phone")
    )
    assert few
    assert all(name.startswith("data.") for name in few)
    assert not any(name.startswith("data.") for name in many)


def test_a_picklist_that_means_something_else_gets_no_rule() -> None:
    other = field("Priority", "choice", choices=("Red", "Blue"), restricted=True)
    assert "Priority" not in settings(other)


def test_a_picklist_is_translated_by_a_table_of_its_own() -> None:
    known = field("Priority", "choice", choices=("Low", "Medium", "High"), restricted=True)
    (draft,) = (one for one in drafts(schema(known)) if one.to == "Priority")
    assert isinstance(draft, Draft)
    assert draft.lookup is not None
    assert set(draft.lookup[1].values()) <= {"Low", "Medium", "High"}


def test_what_is_left_are_the_writable_fields_without_a_rule() -> None:
    whole = schema(field("a"), field("b", writable=False), field("c"), field("d.*"))
    assert ["c", "d.*"] == [one.name for one in unused(whole, {"a"})]


def test_a_field_is_described_in_the_admins_words() -> None:
    assert "Subject, text, 255 UTF-16 units" == described(
        field("Subject", length=255, unit="utf16")
    )
    assert "Subject, text" == described(field("Subject"))


@given(st.text())
def test_any_text_survives_its_quotes(text: str) -> None:
    assert {"x": text} == tomllib.loads(f"x = {quoted(text)}")


@given(st.text())
def test_no_label_ends_a_comment(text: str) -> None:
    assert {} == tomllib.loads(f"# {commented(text)}")
    assert commented(text).isprintable()
