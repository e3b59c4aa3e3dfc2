"""The compiler as a whole: it never raises, and what it lets through can be applied."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mappings
from tests.installed import need
from tests.unit.mappings.damage import (
    PLACES,
    PRESETS,
    WRONG_VALUES,
    damaged,
    with_wrong_value,
)
from tests.unit.mappings.desk import HEAD, accounted, compiled, handoff, mapping
from tests.unit.mappings.presets.vendors import SCHEMAS

need("zendesk")
TEXT = PRESETS["zendesk-ticket"].replace('"zendesk"', '"desk"', 1)


def has_error_or_plan(stem: str, text: str) -> bool:
    made = compiled(text, SCHEMAS[stem])
    has_error = any(problem.severity == "error" for problem in made.problems)
    return has_error is (made.plan is None)


@settings(max_examples=100, deadline=None)
@given(damaged())
def test_no_accident_makes_the_compiler_fail(preset: tuple[str, str]) -> None:
    assert has_error_or_plan(*preset)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(WRONG_VALUES))
def test_no_value_at_any_place_makes_the_compiler_fail(
    place: tuple[str, tuple[str | int, ...]], value: object
) -> None:
    assert has_error_or_plan(place[0], with_wrong_value(*place, value))


@pytest.mark.soak
@pytest.mark.parametrize("stem", sorted(PRESETS))
def test_not_one_value_at_any_place_makes_the_compiler_fail(stem: str) -> None:
    for where in (place for preset, place in PLACES if preset == stem):
        for value in WRONG_VALUES:
            assert has_error_or_plan(stem, with_wrong_value(stem, where, value)), where


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["to", "from", "value", "lookup", "when", "pick", "overflow", "default"]),
        st.sampled_from(
            [
                '"title"', '"note"', '"tags"', '"customer.name"', '"messages[*].text"', '"low"',
                "3", "true", "[]", '["id", "do_not"]', "{}", "nan", "1979-05-27", '"first"',
                '{ field = "id", has_value = true }', '"@destination.x"', '"shorten"', '"capsule"',
            ]
        ),
    )
)  # fmt: skip
def test_whatever_compiles_can_be_applied(settings_: dict[str, str]) -> None:
    body = "[[field]]\n" + "\n".join(f"{key} = {text}" for key, text in settings_.items())

    made = compiled(mapping(body))

    if made.plan:
        given_ = handoff(customer={"name": "Ann"}, do_not=["a"])
        assert accounted(made.plan.apply(given_, {"x": 1}), given_).fates


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ud800",
        "a" + ".a" * 60_000 + " = 1",
        "a = " + "[" * 5_000 + "]" * 5_000,
        "[[field]]\n" * 5_000,
        HEAD + "field = 3",
        HEAD + "field = [3]",
        HEAD + "[template]\nnote = 3",
        HEAD + "[lookup.x]\na = [1]",
        HEAD + "[capsule]\nas = 3",
        HEAD.replace("[target]", "target = 3\n[other]"),
        HEAD + "match = 3",
        HEAD + "[[template]]\n",
        HEAD + "[lookup]\nx = 1",
        HEAD + f'[[field]]\nto = "number"\nvalue = {"9" * 400}',
        HEAD + f'[[field]]\nto = "number"\nvalue = 1e{"9" * 400}',
    ],
)
def test_what_is_no_mapping_has_an_error_and_no_plan(text: str) -> None:
    made = compiled(text)

    assert made.plan is None
    assert any(problem.severity == "error" for problem in made.problems)


def test_problems_are_sorted_by_line() -> None:
    lines = [one.line for one in compiled(TEXT).problems]

    assert sorted(lines) == lines


def test_the_public_names_are_complete_and_sorted() -> None:
    assert sorted(mappings.__all__) == mappings.__all__
    assert all(hasattr(mappings, name) for name in mappings.__all__)
