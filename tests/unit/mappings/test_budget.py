"""``[budget]``: a whole object within its bytes, by leaving fields to the capsule in order."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gateway.schema.handoff import Handoff
from mappings import MappingStopped, VendorField
from mappings.budget import object_size
from mappings.translation import FieldResult, NoteResult
from tests.unit.mappings.desk import FORM, HEAD, Applied, accounted, compiled, handoff, mapping

RULES = """\
[[field]]
to = "must"
value = "x"
[[field]]
to = "attributes.name"
from = "customer.name"
[[field]]
to = "attributes.tags"
from = "do_not"
[[field]]
to = "attributes.id"
from = "conversation.id"
[budget]
field = "attributes"
"""
GIVEN = handoff(customer={"name": "é" * 20}, do_not=["a" * 20, "b" * 20])


def fitted(budget: str, given_: Handoff = GIVEN) -> Applied:
    made = compiled(mapping(RULES + budget, head=HEAD.replace('"item"', '"form"')), FORM)
    assert made.plan is not None, made.problems
    return accounted(made.plan.apply(given_, {}), given_)


GIVE_UP = 'give_up = ["attributes.name", "attributes.tags"]\n'


@pytest.mark.parametrize(
    ("most", "left"),
    [
        (117, ["must", "attributes.name", "attributes.tags", "attributes.id"]),
        (116, ["must", "attributes.tags", "attributes.id"]),
        (67, ["must", "attributes.tags", "attributes.id"]),
        (66, ["must", "attributes.id"]),
        (12, ["must", "attributes.id"]),
    ],
)
def test_fields_are_given_up_in_order_until_the_object_fits(most: int, left: list[str]) -> None:
    made = fitted(f"max_bytes = {most}\n{GIVE_UP}")

    assert left == [field.name for field in made.fields]
    assert ("attributes.name" in left) is (made.fates["/customer/name"] == "exact")
    assert ("attributes.tags" in left) is (made.fates["/do_not/0"] == "exact")


def test_what_is_too_large_even_so_stops_the_handoff() -> None:
    with pytest.raises(MappingStopped, match="S505") as stopped:
        fitted(f"max_bytes = 11\n{GIVE_UP}")

    assert ("/conversation/id",) == stopped.value.pointers
    assert 19 == stopped.value.line


def test_a_group_of_fields_can_be_given_up_at_once() -> None:
    whole = [
        FieldResult(name="a.b.c", value=1),
        FieldResult(name="a.b.d", value=2),
        FieldResult(name="a.bc", value=3),
    ]

    assert len('{"b":{"c":1,"d":2},"bc":3}') == object_size("a", tuple(whole), None)


def test_the_note_counts_where_it_is_a_part_of_the_object() -> None:
    note = NoteResult(field="a.note", format="text", body="é\n")

    assert len('{"note":"é\\n"}'.encode()) == object_size("a", (), note)
    assert 2 == object_size("b", (), note)


def test_a_field_that_is_the_object_is_measured_itself() -> None:
    assert 5 == object_size("a", (FieldResult(name="a", value="xyz"),), None)


PACKED = """\
[[field]]
to = "must"
value = "x"
[[field]]
to = "packed.name"
from = "customer.name"
"""


def said(body: str, rules: str = PACKED) -> list[str]:
    text = mapping(rules + body, head=HEAD.replace('"item"', '"form"'))
    return [one.code for one in compiled(text, FORM).problems if one.severity != "note"]


@pytest.mark.parametrize(("most", "expected"), [(99, []), (100, []), (101, ["V263"])])
def test_a_budget_is_not_larger_than_what_the_vendor_holds(most: int, expected: list[str]) -> None:
    assert expected == said(f'[budget]\nfield = "packed"\nmax_bytes = {most}\n')


def test_an_object_that_has_a_limit_wants_a_budget() -> None:
    assert ["V264"] == said("")


@pytest.mark.parametrize("to", ["attributes.name", "packed"])
def test_an_object_that_is_not_filled_wants_none(to: str) -> None:
    found = said("", PACKED.replace("packed.name", to))

    assert "V264" not in found


def test_a_published_budget_is_lowered_to_what_the_vendor_holds_now() -> None:
    text = mapping(
        f'{PACKED}[budget]\nfield = "packed"\nmax_bytes = 3400\ngive_up = ["packed"]\n',
        head=HEAD.replace('"item"', '"form"'),
    )
    made = compiled(text, FORM, published=True)
    given_ = handoff(customer={"name": "x" * 100})

    assert made.plan is not None
    assert ["must"] == [field.name for field in made.plan.apply(given_, {}).fields]


def test_what_is_given_up_is_listed_in_a_note_that_stands_outside_of_the_object() -> None:
    note = VendorField(name="memo", label="Memo", kind="note", note_format="text")
    form = replace(FORM, fields=(*FORM.fields, note))
    text = mapping(
        '[defaults]\nunmapped = "note"\n'
        + RULES
        + f"max_bytes = 12\n{GIVE_UP}"
        + '[[field]]\nto = "memo"\ntemplate = "n"\n[template.n]\nformat = "text"\nbody = "x"\n',
        head=HEAD.replace('"item"', '"form"'),
    )
    made = compiled(text, form)
    assert made.plan is not None, made.problems

    fates = accounted(made.plan.apply(GIVEN, {}), GIVEN).fates

    assert {"note"} == {fates["/customer/name"], fates["/do_not/0"]}


names = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(".".join)


@given(st.dictionaries(names, st.text(max_size=5) | st.integers(-9, 9)))
def test_any_object_has_a_size(values: dict[str, object]) -> None:
    fields = tuple(FieldResult(name=f"o.{name}", value=value) for name, value in values.items())

    size = object_size("o", fields, None)

    assert size >= sum(len(json.dumps(v, ensure_ascii=False).encode()) for v in values.values())
