"""Names of tools as words."""

from __future__ import annotations

import pytest

from gateway.intake.lifting.words import matches, patterns, singular, words


@pytest.mark.parametrize(
    "name", ["get_order_details", "getOrderDetails", "GetOrderDetails", "get-order.details"]
)
def test_a_name_falls_into_words_however_it_is_joined(name: str) -> None:
    assert ("get", "order", "details") == words(name)


def test_capitals_stay_one_word() -> None:
    assert ("get", "url", "2") == words("getURL2")


@pytest.mark.parametrize(("word", "expected"), [("orders", "order"), ("address", "address")])
def test_a_plural_loses_its_s(word: str, expected: str) -> None:
    assert expected == singular(word)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("transfer_to_human_agents", True),
        ("transferHuman", True),
        ("escalate", True),
        ("escalateToTierTwo", True),
        ("transfer_to_savings", False),
        ("deescalate", False),
        ("plan", True),
        ("plan_route", False),
    ],
)
def test_a_pattern_matches_whole_words(name: str, expected: bool) -> None:
    assert expected == matches(words(name), patterns("transfer * human *", "escalate *", "plan"))
