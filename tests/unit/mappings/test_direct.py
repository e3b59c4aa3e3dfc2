"""The direct way gives what the long way gives, and is taken by what most rules meet."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from msgspec.structs import replace

from contract_tests.strategies import handoffs
from gateway.schema.handoff import Handoff
from mappings import Plan
from mappings.nodes import Context
from mappings.rule import Rule
from tests.unit.mappings.desk import handoff, mapping, plan

RULES = {
    "text": 'from = "summary.headline"',
    "first": 'from = ["customer.name", "customer.email", "intent.name"]\ndefault = "?"',
    "cut": 'to = "title"\nfrom = "summary.situation"\noverflow = "shorten"',
    "bytes": 'to = "bytes"\nfrom = "customer.tier"\noverflow = "capsule"',
    "json": 'from = "customer.attributes.plan"',
    "view": 'from = "intent.display_name"',
    "derived": 'from = "sentiment_trend"',
    "changed": 'from = "customer.email"\ntransform = ["strip", "lower"]',
    "looked up": 'from = "reason.code"\nlookup = "words"',
    "banded": 'from = "urgency.score"\nbands = [{ below = 0.5, is = "low" }, { is = "high" }]',
    "scaled": 'to = "number"\nfrom = "intent.confidence"\nnumber = { scale = 1, percent = true }',
    "number": 'to = "number"\nfrom = "sentiment_now.score"',
    "amount": 'to = "number"\nfrom = "customer.attributes.plan"',
    "flag": 'to = "flag"\nfrom = "customer.attributes.plan"',
    "day": 'to = "due"\nfrom = "occurred_at"\ndate = "date"',
    "time": 'to = "due"\nfrom = "occurred_at"',
    "level": 'to = "level"\nfrom = "customer.company"',
    "other level": 'to = "level"\nfrom = "urgency.level"\nlookup = "levels"',
    "tag": 'to = "tags"\nfrom = "customer.tier"',
    "tag word": 'to = "tags"\nfrom = "reason.code"\nlookup = "words"',
    "fixed": 'value = "Chat"',
    "own": 'value = "@destination.queue"',
    "when": 'from = "customer.phone"\nwhen = { field = "customer.tier", is = "gold" }',
}
TABLES = """
[lookup.words]
complaint = "grievance"
timeout = "late"
"*" = "other"
[lookup.levels]
low = "low"
normal = "low"
"*" = "high"
"""
FULL: dict[str, Any] = {
    "summary": {"headline": "Lost", "situation": "Gone"},
    "customer": {
        "name": "Ann",
        "email": "a@example.com",
        "phone": "1",
        "tier": "gold",
        "company": "low",
        "attributes": {"plan": "pro"},
    },
    "intents": [{"name": "x", "display_name": "X", "confidence": 0.5}],
    "sentiment": [{"score": 0.5}, {"score": -0.5}],
    "reason": {"code": "timeout"},
    "urgency": {"level": "low", "score": 0.7},
    "occurred_at": "2026-03-04T10:12:41Z",
}
DESTINATION = {"queue": "q"}


def compiled(settings_: str) -> Plan:
    to = "" if "to =" in settings_ else 'to = "text"\n'
    return plan(mapping(f"[[field]]\n{to}{settings_}\n{TABLES}"))


PLANS = {name: compiled(settings_) for name, settings_ in RULES.items()}


def rule_of(made: Plan) -> Rule:
    return made.rules[0]


def the_long_way(made: Plan) -> Plan:
    return replace(made, rules=tuple(replace(rule, direct=None) for rule in made.rules))


def directly(name: str, given_: Handoff) -> object:
    direct = rule_of(PLANS[name]).direct
    assert direct is not None
    return direct(Context(handoff=given_, destination=DESTINATION, handoff_url=""))


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=25)
@given(handoffs())
@example(handoff(**FULL))
@example(handoff(customer={"name": "", "email": " A@B ", "tier": "é" * 9}, urgency={"score": 0.1}))
@example(handoff(customer={"attributes": {"plan": True}}, summary={"situation": "x" * 30}))
@example(handoff(customer={"attributes": {"plan": 2**70}}, urgency={"level": "critical"}))
@example(handoff(customer={"attributes": {"plan": [1]}, "tier": "long and gold"}))
@example(handoff(customer={"attributes": {"plan": " "}}, reason={"code": "*"}))
@example(handoff(customer={"attributes": {"plan": "1.50"}}, reason={"code": "unlisted"}))
def test_the_direct_way_leads_where_the_long_way_leads(name: str, given_: Handoff) -> None:
    made = PLANS[name]

    expected = the_long_way(made).apply(given_, DESTINATION)

    assert expected == made.apply(given_, DESTINATION)


@pytest.mark.parametrize("name", sorted(RULES.keys() - {"amount", "flag"}))
def test_what_is_there_and_fits_goes_the_direct_way(name: str) -> None:
    assert directly(name, handoff(**FULL)) is not None


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("text", {}),
        ("text", {"summary": {"headline": " "}}),
        ("first", {"customer": {"name": None}}),
        ("cut", {"summary": {"situation": "x" * 21}}),
        ("bytes", {"customer": {"tier": "é" * 6}}),
        ("json", {"customer": {"attributes": {"plan": [1]}}}),
        ("level", {"customer": {"company": "medium"}}),
        ("number", {"sentiment": []}),
        ("changed", {"customer": {"email": "\u200b"}}),
    ],
)
def test_anything_unusual_goes_the_long_way(name: str, members: dict[str, Any]) -> None:
    assert directly(name, handoff(**members)) is None


@pytest.mark.parametrize(
    "settings_",
    [
        'from = "commitments[*].text"\njoin = "; "',
        'to = "due"\nfrom = "commitments[*].due_at"\npick = "earliest"',
        'to = "tags"\nvalue = ["a", "b"]',
    ],
)
def test_several_values_always_go_the_long_way(settings_: str) -> None:
    direct = rule_of(compiled(settings_)).direct

    assert (
        direct is None or direct(Context(handoff=handoff(), destination={}, handoff_url="")) is None
    )
