"""Routing: the first route that holds decides; without one, everybody gets the handoff."""

from __future__ import annotations

import msgspec
import pytest

from gateway.config.settings import Route
from gateway.delivery.routing import Router
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import ConfigurationError

NAMES = ("support", "fraud-desk")


def handoff(**members: object):
    conversation = {"id": "c", "messages": [{"role": "customer", "content": "hi"}]}
    return decode_handoff(msgspec.json.encode({"conversation": conversation, **members}))


def router(*routes: dict[str, object]) -> Router:
    return Router(tuple(msgspec.convert(route, Route) for route in routes), NAMES)


FRAUD = {"when": {"field": "reason.code", "in": ["fraud", "safety"]}, "to": ["fraud-desk"]}
GOLD = {"when": {"field": "customer.tier", "is": "gold"}, "to": ["support"]}


def test_without_routes_every_destination_gets_it():
    assert router().destinations(handoff()) == NAMES


def test_a_route_that_holds_decides():
    assert router(FRAUD).destinations(handoff(reason={"code": "safety"})) == ("fraud-desk",)


def test_the_first_of_two_routes_that_hold_decides():
    both = handoff(reason={"code": "fraud"}, customer={"tier": "gold"})

    assert router(GOLD, FRAUD).destinations(both) == ("support",)


def test_a_route_without_condition_always_holds():
    assert router({"to": ["support"]}).destinations(handoff()) == ("support",)


def test_an_absent_field_holds_for_no_route():
    assert router(FRAUD, GOLD).destinations(handoff()) == NAMES


def test_every_field_that_does_not_exist_is_named_with_its_place():
    wrong = {"when": {"field": "reason.kode", "is": "x"}, "to": ["support"]}

    with pytest.raises(ConfigurationError) as caught:
        router(wrong, FRAUD, wrong)

    assert [p.pointer for p in caught.value.problems] == [
        "routes[0].when.field",
        "routes[2].when.field",
    ]
    assert "reason.code" in caught.value.problems[0].detail
