"""What the settings of a ``[[field]]`` make of a handoff: mapping, handoff, result."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import UNSET

from mappings.translation import Translation
from tests.unit.mappings.desk import FORM, applied, compiled, handoff, rule, value


def fates(translation: Translation, name: str) -> dict[str, str]:
    (field,) = (field for field in translation.fields if field.name == name)
    return {placement.pointer: placement.fate for placement in field.placements}


def test_the_first_path_that_is_not_empty_wins() -> None:
    text = rule('to = "text"\nfrom = ["customer.name", "customer.email", "customer.id"]')

    made = applied(text, handoff(customer={"name": " ", "email": "a@b", "id": "7"}))

    assert "a@b" == value(made, "text")
    assert {"/customer/email": "exact"} == fates(made, "text")


def test_a_field_without_any_value_is_left_out() -> None:
    assert UNSET is value(applied(rule('to = "text"\nfrom = "customer.name"'), handoff()), "text")


def test_a_default_fills_what_is_empty_and_stands_for_no_leaf() -> None:
    made = applied(rule('to = "text"\nfrom = "customer.name"\ndefault = "Nobody"'), handoff())

    assert "Nobody" == value(made, "text")
    assert {} == fates(made, "text")


def test_every_text_of_a_message_is_placed() -> None:
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    given = handoff(conversation={"id": "c", "messages": [{"role": "bot", "content": parts}]})

    made = applied(rule('to = "text"\nfrom = "messages[0].text"'), given)

    base = "/conversation/messages/0/content"
    assert "a\nb" == value(made, "text")
    assert {f"{base}/0/text": "exact", f"{base}/1/text": "exact"} == fates(made, "text")


def test_a_setting_of_the_destination_is_read() -> None:
    text = rule('to = "number"\nvalue = "@destination.queue"')

    assert 7 == value(applied(text, handoff(), queue=7), "number")
    assert 7 == value(applied(text, handoff(), queue="7"), "number")
    assert UNSET is value(applied(text, handoff()), "number")


def test_a_list_of_fixed_values_fills_a_list() -> None:
    assert ["a", "b"] == value(applied(rule('to = "tags"\nvalue = ["a", "b"]'), handoff()), "tags")


@pytest.mark.parametrize(
    ("transform", "expected"),
    [('"strip"', "A b"), ('["strip", "lower"]', "a b"), ('["upper"]', " A B ")],
)
def test_transforms_run_in_their_order(transform: str, expected: str) -> None:
    text = rule(f'to = "text"\nfrom = "customer.name"\ntransform = {transform}')

    made = applied(text, handoff(customer={"name": " A b "}))

    assert expected == value(made, "text")
    assert {"/customer/name": "reformatted"} == fates(made, "text")


def test_a_transform_that_changes_nothing_leaves_the_value_exact() -> None:
    text = rule('to = "text"\nfrom = "customer.name"\ntransform = "lower"')

    assert {"/customer/name": "exact"} == fates(
        applied(text, handoff(customer={"name": "a"})), "text"
    )


PROMISES = handoff(
    commitments=[
        {"id": "1", "text": "b", "due_at": "2026-03-07T10:00:00+01:00", "amount": {"value": "9"}},
        {"id": "2", "text": "a", "due_at": "2026-03-07T09:30:00Z", "amount": {"value": "10"}},
        {"id": "3", "text": "c"},
    ]
)


@pytest.mark.parametrize(
    ("path", "pick", "expected"),
    [
        ("commitments[*].text", "first", "b"),
        ("commitments[*].text", "last", "c"),
        ("commitments[*].due_at", "earliest", "2026-03-07T10:00:00+01:00"),
        ("commitments[*].due_at", "latest", "2026-03-07T09:30:00Z"),
        ("commitments[*].amount.value", "highest", "10"),
        ("commitments[*].amount.value", "lowest", "9"),
        ("commitments[*].text", "highest", UNSET),
    ],
)
def test_one_of_several_values_is_picked(path: str, pick: str, expected: Any) -> None:
    made = applied(rule(f'to = "text"\nfrom = "{path}"\npick = "{pick}"'), PROMISES)

    assert expected == value(made, "text")


def test_several_values_are_joined_into_one_text() -> None:
    made = applied(rule('to = "text"\nfrom = "commitments[*].text"\njoin = "; "'), PROMISES)

    assert "b; a; c" == value(made, "text")
    assert ["/commitments/0/text", "/commitments/1/text", "/commitments/2/text"] == list(
        fates(made, "text")
    )


def test_a_list_of_texts_fills_a_list_field_without_repeating_any() -> None:
    made = applied(rule('to = "tags"\nfrom = "do_not"'), handoff(do_not=["a", "b", "a", ""]))

    assert ["a", "b"] == value(made, "tags")
    assert {"/do_not/0", "/do_not/1", "/do_not/2"} == set(fates(made, "tags"))


def test_a_computed_value_does_not_say_what_its_leaves_were() -> None:
    text = rule('to = "text"\nfrom = "sentiment_trend"')

    made = applied(text, handoff(sentiment=[{"score": 0.5}, {"score": -0.5}]))

    assert {"/sentiment/0/score": "narrowed", "/sentiment/1/score": "narrowed"} == fates(
        made, "text"
    )


@pytest.mark.parametrize(
    ("to", "path", "given", "expected", "fate"),
    [
        ("text", "urgency.score", {"urgency": {"score": 0.5}}, "0.5", "reformatted"),
        ("number", "urgency.score", {"urgency": {"score": 0.5}}, 0.5, "exact"),
        ("number", "records[0].total.value", {"total": "12.50"}, 12.5, "reformatted"),
        ("number", "records[0].total.value", {"total": "12"}, 12, "reformatted"),
        ("number", "records[0].total.value", {"total": "0.123456789012345678"}, None, "narrowed"),
        ("flag", "messages[0].internal", {"internal": False}, False, "exact"),
        ("text", "messages[0].internal", {"internal": True}, "true", "reformatted"),
        ("flag", "customer.attributes.vip", {"vip": "true"}, True, "reformatted"),
    ],
)
def test_a_value_takes_the_kind_of_its_field(
    to: str, path: str, given: dict[str, Any], expected: Any, fate: str
) -> None:
    made = applied(rule(f'to = "{to}"\nfrom = "{path}"'), _handoff_with(given))

    if expected is not None:
        assert expected == value(made, to)
    assert [fate] == list(fates(made, to).values())


def _handoff_with(given: dict[str, Any]) -> Any:
    if "total" in given:
        return handoff(records=[{"type": "order", "id": "1", "total": {"value": given["total"]}}])
    if "internal" in given:
        message = {"role": "bot", "content": "x", "internal": given["internal"]}
        return handoff(conversation={"id": "c", "messages": [message]})
    return handoff(customer={"attributes": given}) if "vip" in given else handoff(**given)


def test_raw_json_that_is_a_list_when_one_value_is_wanted_is_passed_over() -> None:
    text = rule('to = "text"\nfrom = ["customer.attributes.x", "customer.id"]')

    made = applied(text, handoff(customer={"attributes": {"x": ["y"]}, "id": "7"}))

    assert "7" == value(made, "text")


def test_a_rule_runs_only_where_its_condition_holds() -> None:
    text = rule('to = "text"\nvalue = "x"\nwhen = { field = "customer.tier", is = "gold" }')

    assert "x" == value(applied(text, handoff(customer={"tier": "gold"})), "text")
    assert UNSET is value(applied(text, handoff(customer={"tier": "tin"})), "text")


def test_a_value_that_a_restricted_choice_does_not_list_is_left_to_the_capsule() -> None:
    made = applied(
        rule('to = "level"\nfrom = "urgency.watch"\nlookup = "w"\n[lookup.w]\nwatcher = "high"\n'),
        handoff(urgency={"watch": "stable"}),
    )

    assert UNSET is value(made, "level")
    assert "capsule" == made.fates["/urgency/watch"]


def test_an_open_text_in_a_restricted_choice_is_checked_for_each_handoff() -> None:
    text = rule('to = "level"\nfrom = "customer.tier"')

    assert "high" == value(applied(text, handoff(customer={"tier": "high"})), "level")
    assert UNSET is value(applied(text, handoff(customer={"tier": "gold"})), "level")


def test_an_open_field_takes_a_list_where_its_values_are_kept_apart() -> None:
    must = '[[field]]\nto = "must"\nvalue = "x"'
    text = rule(f'to = "attributes.warnings"\nfrom = "do_not"\njoin = "list"\n{must}')
    given = handoff(do_not=["Do not ask", "Do not promise"])
    made = compiled(text.replace('"item"', '"form"'), FORM).plan

    assert made is not None
    assert ["Do not ask", "Do not promise"] == value(made.apply(given, {}), "attributes.warnings")
