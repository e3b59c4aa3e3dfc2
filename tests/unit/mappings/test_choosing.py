"""``not_in_list``: setting, handoff, result."""

from __future__ import annotations

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from gateway.sdk.limits import fit
from mappings import MappingStopped, VendorField
from mappings import compile as compile_mapping
from tests.unit.mappings.desk import CANONICAL, DESK, accounted, applied, handoff, rule, value

LEVEL = 'to = "level"\nfrom = "customer.tier"\n'
GOLD = handoff(customer={"tier": "gold"})


def test_a_value_that_is_not_listed_is_left_out_or_replaced_by_the_default() -> None:
    left_out = applied(rule(f'{LEVEL}not_in_list = "leave-out"\ndefault = "low"'), GOLD)
    replaced = applied(rule(f'{LEVEL}not_in_list = "default"\ndefault = "low"'), GOLD)

    assert UNSET is value(left_out, "level")
    assert "low" == value(replaced, "level")
    assert "narrowed" == replaced.fates["/customer/tier"]


def test_a_value_that_is_listed_is_sent_whatever_the_rule_says() -> None:
    high = handoff(customer={"tier": "high"})

    for policy in ("leave-out", "default", "stop", "send"):
        made = applied(rule(f'{LEVEL}default = "low"\nnot_in_list = "{policy}"'), high)
        assert ("high", "exact") == (value(made, "level"), made.fates["/customer/tier"])


def test_a_value_that_is_not_listed_can_stop_the_handoff() -> None:
    with pytest.raises(MappingStopped, match="S504") as stopped:
        applied(rule(f'{LEVEL}not_in_list = "stop"'), GOLD)

    assert (7, ("/customer/tier",)) == (stopped.value.line, stopped.value.pointers)
    assert "gold" not in str(stopped.value)


def test_a_value_that_is_not_listed_can_be_sent_all_the_same() -> None:
    assert "gold" == value(applied(rule(f'{LEVEL}not_in_list = "send"'), GOLD), "level")


def test_a_list_that_is_not_the_last_word_takes_every_value_unless_told_otherwise() -> None:
    mood = 'to = "mood"\nfrom = "customer.tier"\n'

    assert "gold" == value(applied(rule(mood), GOLD), "mood")
    assert UNSET is value(applied(rule(f'{mood}not_in_list = "leave-out"'), GOLD), "mood")


PICKS = VendorField(name="picks", label="P", kind="list", choices=("a", "b"), restricted=True)


def _picked(policy: str) -> tuple[object, dict[str, str]]:
    desk = replace(DESK, fields=(*DESK.fields, PICKS))
    text = rule(f'to = "picks"\nfrom = "do_not"\ndefault = "b"\nnot_in_list = "{policy}"')
    made = compile_mapping(text, CANONICAL, desk, fit)
    assert made.plan is not None
    given = handoff(do_not=["a", "x", "y"])
    whole = accounted(made.plan.apply(given, {}), given)
    return value(whole, "picks"), {key: fate for key, fate in whole.fates.items() if "do" in key}


def test_of_a_list_each_element_is_looked_at() -> None:
    exact = {"/do_not/0": "exact"}

    assert (["a"], exact | {"/do_not/1": "capsule", "/do_not/2": "capsule"}) == _picked("leave-out")
    assert (["a", "b"], exact | {"/do_not/1": "narrowed", "/do_not/2": "narrowed"}) == _picked(
        "default"
    )
    with pytest.raises(MappingStopped) as stopped:
        _picked("stop")
    assert ("/do_not/1", "/do_not/2") == stopped.value.pointers
