"""``number`` and ``bands``: setting, handoff, result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from mappings.document import Number
from mappings.items import Item
from mappings.numbers import number_change
from tests.unit.mappings.desk import applied, handoff, messages, rule, value

SCORE = "/urgency/score"


@pytest.mark.parametrize(
    ("to", "number", "score", "expected", "fate"),
    [
        ("number", "{ percent = true }", 0.82, 82, "reformatted"),
        ("number", "{ scale = 2 }", 0.25, 0.25, "exact"),
        ("number", "{ scale = 1 }", 0.25, 0.3, "narrowed"),
        ("number", "{ scale = 0, percent = true }", 0.815, 82, "narrowed"),
        ("text", "{ scale = 2 }", 0.5, "0.50", "reformatted"),
        ("text", "{ scale = 2, percent = true }", 0.5, "50.00", "reformatted"),
        ("text", "{ scale = 0 }", 0.4, "0", "narrowed"),
        ("text", "{}", 0.125, "0.125", "reformatted"),
    ],
)
def test_a_number_is_written_as_the_rule_says(
    to: str, number: str, score: float, expected: Any, fate: str
) -> None:
    text = rule(f'to = "{to}"\nfrom = "urgency.score"\nnumber = {number}')

    made = applied(text, handoff(urgency={"score": score}))

    assert expected == value(made, to)
    assert type(expected) is type(value(made, to))
    assert fate == made.fates[SCORE]


def test_an_amount_that_is_a_text_is_a_number_too() -> None:
    text = rule('to = "text"\nfrom = "records[0].total.value"\nnumber = { scale = 2 }')
    given_ = handoff(records=[{"type": "order", "id": "1", "total": {"value": "12.5"}}])

    assert "12.50" == value(applied(text, given_), "text")


def test_what_is_no_number_is_left_to_the_capsule() -> None:
    text = rule('to = "number"\nfrom = "customer.attributes.age"\nnumber = { scale = 0 }')

    made = applied(text, handoff(customer={"attributes": {"age": "old"}}))

    assert UNSET is value(made, "number")
    assert "capsule" == made.fates["/customer/attributes/age"]


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(9**9), max_value=9**9),
    st.integers(0, 12),
    st.booleans(),
)
def test_only_a_number_that_can_be_had_back_is_not_narrowed(
    number: Decimal, scale: int, percent: bool
) -> None:
    how = Number(scale=scale, percent=percent)

    (made,) = number_change(how, as_text=True)((Item(value=str(number), pointers=("/x",)),))

    back = Decimal(made.value) / (100 if percent else 1)
    assert (back == number) is (made.fate != "narrowed")


BANDS = 'bands = [{ below = 0.5, is = "low" }, { below = 0.8, is = "mid" }, { is = "high" }]'


@pytest.mark.parametrize(
    ("score", "expected"), [(0, "low"), (0.5, "mid"), (0.79, "mid"), (0.8, "high"), (1, "high")]
)
def test_a_number_becomes_the_band_it_is_in(score: float, expected: str) -> None:
    text = rule(f'to = "text"\nfrom = "urgency.score"\n{BANDS}')

    made = applied(text, handoff(urgency={"score": score}))

    assert expected == value(made, "text")
    assert "narrowed" == made.fates[SCORE]


def test_a_number_in_no_band_is_left_out() -> None:
    text = rule('to = "text"\nfrom = "urgency.score"\nbands = [{ below = 0.5, is = "low" }]')

    assert UNSET is value(applied(text, handoff(urgency={"score": 0.5})), "text")


def test_a_band_gives_what_its_field_holds() -> None:
    text = rule('to = "level"\nfrom = "urgency.score"\nbands = [{ is = "hihg" }]')

    assert messages(text, "V230")


def test_bands_can_stand_in_tables_of_their_own() -> None:
    text = rule('to = "text"\nfrom = "urgency.score"\n[[field.bands]]\nis = "any"')

    assert "any" == value(applied(text, handoff(urgency={"score": 0.1})), "text")


@pytest.mark.parametrize(
    "bands",
    ['[{ is = "a" }, { is = "b" }]', '[{ below = nan, is = "a" }]', '[{ below = -inf, is = "a" }]'],
)
def test_bands_that_do_not_rise_are_refused(bands: str) -> None:
    assert messages(rule(f'to = "text"\nfrom = "urgency.score"\nbands = {bands}'), "M160")


@pytest.mark.parametrize("bands", ["[]", "{}", '[{ below = "1", is = "a" }]', "[{ below = 1 }]"])
def test_bands_of_another_form_are_refused_with_an_example(bands: str) -> None:
    (said,) = messages(rule(f'to = "text"\nfrom = "urgency.score"\nbands = {bands}'), "M005")

    assert '[{ below = 0.5, is = "low" }, { is = "high" }]' in said
