"""Conditions of rules: which handoffs they hold for."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.schema.handoff import Handoff
from mappings.condition import compile_condition
from mappings.nodes import Context
from mappings.problems import Refused
from tests.unit.mappings.desk import PATHS, handoff


def holds(condition: object, given: Handoff) -> bool:
    context = Context(handoff=given, destination={}, handoff_url="")
    compiled = compile_condition(condition, PATHS, _refuse)
    assert compiled is not None
    return compiled(context)


def _refuse(refused: Refused) -> None:
    raise refused


def codes(condition: object) -> list[str]:
    """What is said of a condition that does not compile."""
    found: list[Refused] = []
    assert compile_condition(condition, PATHS, found.append) is None
    return [refused.code for refused in found]


GOLD = handoff(
    customer={"tier": "gold", "needs": ["ramp", "sign language"]},
    urgency={"score": 0.8, "level": "high"},
    records=[{"type": "order", "id": "1", "total": {"value": "199.90"}}],
    steps=[{"id": "1", "description": "x", "status": "failed", "side_effect": True}],
)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"field": "customer.tier", "is": "gold"}, True),
        ({"field": "customer.tier", "is": "silver"}, False),
        ({"field": "customer.tier", "is_not": "silver"}, True),
        ({"field": "customer.tier", "in": ["silver", "gold"]}, True),
        ({"field": "customer.tier", "not_in": ["silver", "gold"]}, False),
        ({"field": "customer.tier", "contains": "ol"}, True),
        ({"field": "customer.needs", "contains": "ramp"}, True),
        ({"field": "customer.needs", "contains": "ra"}, False),
        ({"field": "customer.needs[*]", "contains": "ra"}, True),
        ({"field": "customer.tier", "has_value": True}, True),
        ({"field": "customer.email", "has_value": True}, False),
        ({"field": "customer.email", "has_value": False}, True),
        ({"field": "urgency.score", "above": 0.5}, True),
        ({"field": "urgency.score", "below": 0.8}, False),
        ({"field": "records[*].total.value", "above": 199}, True),
        ({"field": "steps[*].side_effect", "is": True}, True),
        ({"field": "steps[*].side_effect", "is": 1}, False),
        ({"field": "customer.email", "is": "x"}, False),
        ({"field": "customer.email", "is_not": "x"}, True),
        ({"not": {"field": "customer.tier", "is": "gold"}}, False),
        ({"all": []}, True),
        ({"any": []}, False),
    ],
)
def test_one_test_on_one_field(condition: dict[str, Any], expected: bool) -> None:
    assert expected is holds(condition, GOLD)


def test_conditions_nest() -> None:
    condition = {
        "all": [
            {"field": "customer.tier", "is": "gold"},
            {"any": [{"field": "urgency.level", "is": "low"}, {"not": {"any": []}}]},
        ]
    }

    assert holds(condition, GOLD)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"field": "customer.tier"},
        {"field": "customer.tier", "is": "a", "is_not": "b"},
        {"field": 3, "is": "a"},
        {"field": "customer.tier", "in": "gold"},
        {"field": "customer.tier", "has_value": "yes"},
        {"field": "urgency.score", "above": "0.5"},
        {"field": "urgency.score", "above": float("nan")},
        {"field": "customer.tier", "is": ["gold"]},
        {"field": "customer", "is": "gold"},
        {"all": {}},
        {"all": [], "field": "id"},
        "customer.tier",
    ],
)
def test_what_is_no_condition_is_refused(condition: object) -> None:
    assert 1 == len(codes(condition))


def test_all_that_is_wrong_in_one_condition_is_said() -> None:
    wrong = {
        "any": [
            {"field": "custmer.tier", "is": "gold"},
            {"all": [{"field": "id", "above": "1"}, {"not": {"field": "customer", "is": "x"}}]},
            {"field": "sumary", "iss": "x"},
        ],
        "field": "id",
    }

    assert ["M130", "M101", "M005", "M105", "M130", "M101"] == codes(wrong)
