"""Everything that is wrong with a document, found at once and told in plain words."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Meta, Struct

from contract_tests.strategies import handoffs, json_values
from gateway.config.settings import Settings
from gateway.schema.check import MOST_PROBLEMS, check, did_you_mean, fits
from gateway.schema.codec import handoff_document
from gateway.schema.handoff import Handoff

MESSAGE = {"role": "customer", "content": "hi"}


def _handoff(**members: Any) -> dict[str, Any]:
    return {"conversation": {"id": "c-1", "messages": [MESSAGE]}, **members}


def _problems(value: Any, type_: Any) -> dict[str, str]:
    return {problem.pointer: problem.detail for problem in check(value, type_).problems}


@pytest.mark.parametrize(
    ("members", "pointer", "detail"),
    [
        (
            {"urgency": {"level": "urgent"}},
            "/urgency/level",
            "must be one of critical, high, low, normal",
        ),
        ({"urgency": {"score": 2}}, "/urgency/score", "must be at least 0 and at most 1"),
        ({"urgency": {"score": "high"}}, "/urgency/score", "must be a number"),
        ({"occurred_at": "yesterday"}, "/occurred_at", "must be a time like 2026-03-07T10:00:00Z"),
        ({"customer": []}, "/customer", "must be an object"),
        ({"customer": {"id": ""}}, "/customer/id", "must not be empty"),
        ({"customer": {"id": "x" * 256}}, "/customer/id", "is longer than 255 characters"),
        ({"customer": {"name": 5}}, "/customer/name", "must be text"),
        ({"intents": {}}, "/intents", "must be a list"),
        ({"intents": [{"rank": 1}]}, "/intents/0/name", "is required"),
        (
            {"intents": [{"name": "a", "rank": 1.5}]},
            "/intents/0/rank",
            "must be a whole number",
        ),
        ({"intents": [{"name": "a", "rank": -1}]}, "/intents/0/rank", "must be at least 0"),
        (
            {"commitments": [{"id": "1", "text": "t", "amount": {"value": 12}}]},
            "/commitments/0/amount/value",
            "must be a decimal number as text, like 19.90",
        ),
        (
            {"conversation": {"id": "c", "messages": [{"role": "bot", "content": 5}]}},
            "/conversation/messages/0/content",
            "must be text or a list",
        ),
        (
            {"conversation": {"id": "c", "messages": [{"role": "bot", "content": [{"text": ""}]}]}},
            "/conversation/messages/0/content/0/type",
            "is required",
        ),
        (
            {"privacy": {"sensitive_fields": ["phone"]}},
            "/privacy/sensitive_fields/0",
            "must be a JSON Pointer like /customer/phone",
        ),
    ],
)
def test_a_wrong_member_is_named_with_what_it_must_be(
    members: dict[str, Any], pointer: str, detail: str
) -> None:
    assert {pointer: detail} == _problems(_handoff(**members), Handoff)


def test_all_problems_are_found_at_once() -> None:
    document = {
        "conversation": {"messages": [{"role": "customer"}, {"content": ""}]},
        "reason": {"code": ""},
    }

    assert {
        "/conversation/id": "is required",
        "/conversation/messages/0/content": "is required",
        "/conversation/messages/1/role": "is required",
        "/reason/code": "must not be empty",
    } == _problems(document, Handoff)


def test_a_value_is_never_quoted() -> None:
    secret = "4111111111111111"

    problems = check(_handoff(occurred_at=secret, customer=secret), Handoff).problems

    assert 2 == len(problems)
    assert not any(secret in problem.detail for problem in problems)


def test_unknown_members_are_taken_out_and_kept_by_their_pointers() -> None:
    document = _handoff(mood={"level": [1]}, customer={"id": "7", "a/b": None})

    checked = check(document, Handoff)

    assert {"/mood": {"level": [1]}, "/customer/a~1b": None} == checked.unknown
    assert _handoff(customer={"id": "7"}) == checked.value
    assert () == checked.problems


def test_the_document_that_was_given_is_left_alone() -> None:
    document = _handoff(mood=1)

    check(document, Handoff)

    assert _handoff(mood=1) == document


def test_the_known_member_that_was_probably_meant_is_named() -> None:
    checked = check(_handoff(sumary={}, zzz=1), Handoff)

    assert "summary" == did_you_mean(checked, "/sumary")
    assert None is did_you_mean(checked, "/zzz")


def test_a_part_of_an_unknown_type_is_wrapped_whole() -> None:
    part = {"type": "hologram", "data": [1], "original_type": "x"}
    document = _handoff()
    document["conversation"]["messages"] = [{"role": "bot", "content": [part]}]

    checked = check(document, Handoff)

    wrapped = {
        "type": "other",
        "original_type": "hologram",
        "data": {"data": [1], "original_type": "x"},
    }
    assert [wrapped] == checked.value["conversation"]["messages"][0]["content"]
    assert {"/conversation/messages/0/content/0": "hologram"} == checked.wrapped


def test_an_unknown_variant_without_a_catch_all_is_a_problem() -> None:
    document = {"destinations": {"a": {"adapter": "x", "base_url": "http://x"}}}
    document["destinations"]["a"]["auth"] = {"scheme": "bsic"}  # type: ignore[assignment]

    assert {
        "/destinations/a/auth/scheme": (
            "must be one of basic, bearer, header, "
            "oauth_client_credentials, jwt_bearer, standard_webhooks"
        )
    } == {
        pointer: detail
        for pointer, detail in _problems(document, Settings).items()
        if pointer.endswith("/scheme")
    }


def test_names_of_a_mapping_are_checked_too() -> None:
    document = {"destinations": {"Not good": {"adapter": "x", "base_url": "http://x"}}}

    (problem,) = check(document, Settings).problems

    assert "/destinations/Not good" == problem.pointer
    assert problem.detail.startswith("its name must be text that matches ")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Inner(Struct, tag="inner", tag_field="kind"):
    size: int


class Loose(Struct):
    """A struct that msgspec lets unknown members into."""

    text: Annotated[str, Meta(pattern="^x", examples=["x-1"])] = "x"
    pair: tuple[int, str] = (1, "")
    few: Annotated[list[int], Meta(max_length=2, min_length=1)] = []
    either: int | list[str] | None = None
    colour: Colour = Colour.RED
    steady: Literal["on"] = "on"
    flag: bool = False
    inner: Inner | None = None
    again: Loose | None = None
    some: Annotated[int, Meta(multiple_of=5, gt=0, lt=100)] = 5
    long: Annotated[str, Meta(min_length=3)] = "abc"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": "y"}, {"/text": "must be like x-1"}),
        ({"pair": [1]}, {"/pair": "must have 2 items"}),
        ({"pair": {}}, {"/pair": "must be a list"}),
        ({"pair": ["a", 1]}, {"/pair/0": "must be a whole number", "/pair/1": "must be text"}),
        ({"few": []}, {"/few": "must have at least 1 items"}),
        ({"few": [1, 2, 3]}, {"/few": "must have at most 2 items"}),
        ({"either": "x"}, {"/either": "must be a whole number or a list"}),
        ({"either": [1]}, {"/either/0": "must be text"}),
        ({"colour": "green"}, {"/colour": "must be one of red, blue"}),
        ({"steady": "off"}, {"/steady": "must be on"}),
        ({"flag": 1}, {"/flag": "must be true or false"}),
        ({"inner": {"kind": "outer", "size": 1}}, {"/inner/kind": "must be inner"}),
        ({"inner": {"kind": "inner"}}, {"/inner/size": "is required"}),
        ({"again": {"again": {"flag": 0}}}, {"/again/again/flag": "must be true or false"}),
        ({"some": 7}, {"/some": "must be more than 0 and less than 100 and a multiple of 5"}),
        ({"long": "ab"}, {"/long": "must have at least 3 characters"}),
        ([], {"": "must be an object"}),
    ],
)
def test_any_type_can_be_checked(value: Any, expected: dict[str, str]) -> None:
    assert expected == _problems(value, Loose)


def test_members_that_the_struct_would_ignore_count_as_unknown() -> None:
    assert {"/x": 1, "/again/y": 2} == check({"x": 1, "again": {"y": 2}}, Loose).unknown


def test_a_type_that_holds_itself_ends_somewhere() -> None:
    value: dict[str, Any] = {}
    for _ in range(900):
        value = {"again": value}

    assert ["is nested too deeply"] == [problem.detail for problem in check(value, Loose).problems]


def test_a_thousand_problems_are_enough() -> None:
    assert MOST_PROBLEMS == len(check([{}] * 5000, list[Inner]).problems)


def test_fits_is_what_msgspec_accepts() -> None:
    assert fits(3, int)
    assert not fits("3", int)
    assert not fits(10**400, float)


@given(handoffs())
@settings(max_examples=30)
def test_a_valid_handoff_has_no_problems(handoff: Handoff) -> None:
    document = handoff_document(handoff)

    checked = check(document, Handoff)

    assert ((), {}, {}) == (checked.problems, checked.unknown, checked.wrapped)


@st.composite
def _mutants(draw: st.DrawFn) -> Any:
    """A valid document in which a few values anywhere were replaced by other JSON."""
    document = msgspec.json.decode(msgspec.json.encode(draw(handoffs())))
    for _ in range(draw(st.integers(1, 3))):
        holder: Any = document
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(holder[key], dict | list) and holder[key] and draw(st.booleans()):
                holder = holder[key]
                continue
            holder[key] = draw(json_values())
            break
    return document


@given(_mutants())
@settings(max_examples=60)
def test_without_problems_the_cleaned_copy_converts_and_with_problems_it_does_not(
    document: Any,
) -> None:
    checked = check(document, Handoff)

    assert (not checked.problems) == fits(checked.value, Handoff)
