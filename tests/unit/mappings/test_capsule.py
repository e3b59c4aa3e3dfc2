"""The capsule's name: the direct way gives what its template gives, whatever the id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mappings.capsule import CapsuleRule
from mappings.nodes import Context
from tests.unit.mappings.desk import handoff, mapping, plan

ID = "018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f"


def rule(name: str) -> CapsuleRule:
    made = plan(mapping("", capsule=f'[capsule]\nas = "file"\nname = "{name}"\n'))
    assert made.capsule is not None
    return made.capsule


def names(capsule: CapsuleRule, id_: object) -> tuple[str, str]:
    """By the rule, and by its template alone."""
    context = Context(handoff=replace(handoff(), id=id_), destination={}, handoff_url="")
    slow = replace(capsule, around_id=None)
    return capsule.apply(context, lambda _: ()).name, slow.apply(context, lambda _: ()).name


@pytest.mark.parametrize(
    "name", ["handoff-{{ id }}.json", "{{id}}", "a.{{ id }}", "{{ id }}.json", "x--{{ id }}-y"]
)
def test_a_name_around_the_id_needs_no_template(name: str) -> None:
    capsule = rule(name)
    fast, slow = names(capsule, ID)
    assert capsule.around_id is not None
    assert fast == slow
    assert ID in fast


@pytest.mark.parametrize(
    "name", ["copy", "{{ id | upcase }}", "{{ conversation.id }}", "-{{ id }}", "a b{{ id }}", ""]
)
def test_any_other_name_is_rendered(name: str) -> None:
    capsule = rule(name) if name else replace(rule("x"), name=rule("{{ id }}").name)
    assert capsule.around_id is None


@given(st.one_of(st.text(max_size=60), st.none(), st.sampled_from(["-", ".a", "a.", "x" * 200])))
def test_whatever_the_id_is_both_ways_give_one_name(id_: str | None) -> None:
    fast, slow = names(rule("handoff-{{ id }}.json"), id_)
    assert fast == slow
