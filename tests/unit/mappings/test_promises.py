"""What holds for any handoff and any mapping that compiles: the promises of the language."""

from __future__ import annotations

from typing import Any

import msgspec
import regex
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contract_tests.strategies import handoffs
from gateway.schema.codec import decode_handoff, encode_handoff
from gateway.schema.handoff import Handoff
from gateway.schema.leaves import leaves, unescape
from gateway.sdk import limits
from gateway.sdk.limits import Fitted, SizeUnit, measure
from mappings import MappingStopped, Plan, Translation
from mappings import compile as compile_mapping
from mappings.accounting import account
from tests.unit.mappings.desk import CANONICAL
from tests.unit.mappings.documents import LIMITED, mappings

PATIENT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def fit(text: str, size: int, unit: SizeUnit) -> Fitted:
    """The real one, watched: no cut falls inside of what a person sees as one character."""
    fitted = limits.fit(text, size, unit)
    ends = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    assert {fitted.start, fitted.end} <= ends
    assert measure(fitted.text, unit) <= size
    return fitted


def planned(text: str) -> Plan:
    made = compile_mapping(text, CANONICAL, LIMITED, fit)
    assume(made.plan is not None)
    assert made.plan is not None
    return made.plan


def apply(plan: Plan, handoff: Handoff) -> Translation | MappingStopped:
    try:
        return plan.apply(handoff, {})
    except MappingStopped as stopped:
        return stopped


_ASKED = {
    "S501": 'overflow = "stop"',
    "S502": "required = true",
    "S503": 'unmapped = "stop"',
    "S504": 'not_in_list = "stop"',
    "S505": "[budget]",
}


def was_asked(stopped: MappingStopped, text: str) -> bool:
    by_empty = stopped.code == "S502" and 'when_empty = "stop"' in text
    return by_empty or _ASKED[stopped.code] in text


@PATIENT
@given(mappings(), handoffs())
def test_any_handoff_is_translated_unless_the_mapping_says_stop(
    text: str, handoff: Handoff
) -> None:
    made = apply(planned(text), handoff)

    assert was_asked(made, text) if isinstance(made, MappingStopped) else made.object == "item"


@PATIENT
@given(mappings(), handoffs())
def test_every_leaf_has_a_fate(text: str, handoff: Handoff) -> None:
    made = apply(planned(text), handoff)
    assume(isinstance(made, Translation))
    assert isinstance(made, Translation)

    fates = account(made, leaves(handoff))

    assert list(leaves(handoff)) == list(fates)
    assert "stranded" not in fates.values()


@PATIENT
@given(mappings(), handoffs())
def test_every_field_keeps_its_limit_in_its_unit(text: str, handoff: Handoff) -> None:
    made = apply(planned(text), handoff)
    assume(isinstance(made, Translation))
    assert isinstance(made, Translation)

    for found in made.fields:
        field = LIMITED.field(found.name)
        assert field is not None
        for value in found.value if isinstance(found.value, list) else [found.value]:
            if isinstance(value, str) and field.length is not None:
                assert measure(value, field.unit) <= field.length
        if field.restricted and found.value is not None and "send" not in text:
            assert found.value in field.choices


TOLD_APART = frozenset({"exact", "reformatted", "translated", "note"})
_OTHERS = (
    "2031-05-06T07:08:09Z", "417.25", "pt-BR", "XAU", "0b9d3f6e-0000-4000-8000-123456789abc",
    "9.9", "/zq7", "bot", "agent", "completed", "failed", "high", "verified",
)  # fmt: skip


def others(value: Any) -> list[Any]:
    """Other values for a leaf, most of which its place will not take."""
    if isinstance(value, str):
        return [f"{value} zq7", f"{value}zq7", *(other for other in _OTHERS if other != value)]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [other for other in (0.377, 0.11, 7, -0.5) if other != value]
    return []


def with_leaf(handoff: Handoff, pointer: str, value: Any) -> Handoff | None:
    """The same handoff with another value for one leaf; None where it may not have that."""
    document = msgspec.json.decode(encode_handoff(handoff))
    place, tokens = document, [unescape(token) for token in pointer.split("/")[1:]]
    for token in tokens[:-1]:
        place = place[int(token)] if isinstance(place, list) else place[token]
    place[int(tokens[-1]) if isinstance(place, list) else tokens[-1]] = value
    try:
        return decode_handoff(msgspec.json.encode(document))
    except Exception:  # noqa: BLE001 - whatever says that this is no handoff
        return None


@PATIENT
@given(mappings(), handoffs(), st.data())
def test_a_leaf_that_changes_changes_its_places_or_its_fate_says_why_not(
    text: str, handoff: Handoff, data: st.DataObject
) -> None:
    plan = planned(text)
    made = apply(plan, handoff)
    assume(isinstance(made, Translation))
    assert isinstance(made, Translation)
    fates = account(made, leaves(handoff))
    sure = [pointer for pointer, fate in fates.items() if fate in TOLD_APART]
    assume(sure)
    pointer = data.draw(st.sampled_from(sure))

    for other in others(leaves(handoff)[pointer]):
        changed = with_leaf(handoff, pointer, other)
        again = apply(plan, changed) if changed else None
        if changed and isinstance(again, Translation):
            fate = account(again, leaves(changed)).get(pointer)
            is_told = (made.fields, made.note) != (again.fields, again.note)
            assert is_told or fate not in TOLD_APART, (pointer, other, fates[pointer], fate)
