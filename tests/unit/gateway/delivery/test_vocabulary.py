"""What a mapping may name: our handoff's fields and the adapter's."""

from __future__ import annotations

import msgspec
import pytest

from gateway.delivery.vocabulary import CANONICAL, pick_target, vendor_schema
from gateway.sdk.errors import ConfigurationError
from gateway.sdk.limits import Limit
from gateway.sdk.manifest import Choice, Target, TargetField, choices
from mappings.path import compile_path
from mappings.vendor_schema import VendorField
from tests.unit.gateway.delivery.works import TARGET, Works

SECOND = Target(object="case", label="Case", fields=(), capsule=("field",))
MANIFEST = msgspec.structs.replace(Works.manifest, targets=(TARGET, SECOND))


def test_the_first_object_is_made_unless_another_is_wanted() -> None:
    assert (TARGET, SECOND) == (pick_target(MANIFEST, None), pick_target(MANIFEST, "case"))


def test_an_object_that_the_adapter_does_not_make_is_answered_with_those_it_makes() -> None:
    with pytest.raises(ConfigurationError) as error:
        pick_target(MANIFEST, "letter")
    assert 'The adapter "works" makes no object "letter". It makes: item, case.' == str(error.value)


def test_a_schema_names_the_vendor_its_object_and_where_a_copy_may_go() -> None:
    schema = vendor_schema(MANIFEST, SECOND)
    assert ("works", "The Works Case", "case", ("field",)) == (
        schema.vendor,
        schema.title,
        schema.object,
        schema.capsule,
    )


def field(**members: object) -> VendorField:
    declared = TargetField(**{"name": "f", "label": "F", "kind": "text", **members})  # type: ignore[arg-type]
    target = Target(object="item", label="Item", fields=(declared,))
    return vendor_schema(MANIFEST, target).fields[0]


def test_a_limit_is_passed_on_with_its_unit() -> None:
    limit = Limit(size=255, unit="bytes", source="a page", read_on="2026-11-20")
    assert (255, "bytes") == (field(limit=limit).length, field(limit=limit).unit)


def test_a_field_without_a_limit_has_none() -> None:
    assert field().length is None


def test_a_field_with_choices_takes_only_those() -> None:
    listed = field(kind="choice", choices=choices("low", "high"))
    assert (("low", "high"), {}, True) == (listed.choices, listed.labels, listed.restricted)
    assert not field().restricted


def test_a_picklist_that_is_open_takes_other_values_too() -> None:
    assert not field(kind="choice", choices=choices("low"), restricted=False).restricted


def test_only_what_is_still_offered_may_be_chosen_and_is_known_by_its_label() -> None:
    offered = (
        Choice(value="opt1", label="First"),
        Choice(value="same", label="same"),
        Choice(value="opt2", label="Second", active=False),
    )
    listed = field(kind="choice", choices=offered)
    assert (("opt1", "same"), {"opt1": "First"}) == (listed.choices, listed.labels)


def test_a_field_that_cannot_be_written_says_why() -> None:
    assert (True, "") == (field().writable, field().why_not)
    locked = field(read_only="the vendor counts it")
    assert (False, "the vendor counts it") == (locked.writable, locked.why_not)


def test_what_an_admin_should_know_of_a_field_is_passed_on() -> None:
    known = field(external_id=True, remark="six digits")
    assert (True, "six digits") == (known.external_id, known.remark)


def test_what_the_note_needs_is_passed_on() -> None:
    note = field(kind="note", note_format="html", neutralise=True, required=True)
    assert ("html", True, True) == (note.note_format, note.neutralise, note.required)


@pytest.mark.parametrize("path", ["conversation.id", "customer.email", "summary.headline"])
def test_the_canonical_fields_can_be_named(path: str) -> None:
    assert compile_path(path, CANONICAL) is not None
