"""The declared comparisons: what counts as the same, and what must never."""

from __future__ import annotations

import pytest

from gateway.delivery.compare import matches, same_json


@pytest.mark.parametrize(
    ("compare", "sent", "stored"),
    [
        ("exact", "a b", "a b"),
        ("exact", {"a": [1, None]}, {"a": [1, None]}),
        ("trimmed", " Ann ", "Ann"),
        ("case_insensitive", "ann@example.com", "Ann@Example.com"),
        ("superset", ["a"], ["b", "a"]),
        ("number", 7, "7"),
        ("number", 0.5, 0.50),
        ("html", "<p>a &amp;  b</p>", '<div class="zd"><p>a &amp; b</p></div>'),
    ],
)
def test_a_declared_difference_is_no_difference(compare, sent, stored):
    assert matches(compare, sent, stored) is True


@pytest.mark.parametrize(
    ("compare", "sent", "stored"),
    [
        ("exact", "a b", "a  b"),
        ("exact", True, 1),
        ("exact", 0, False),
        ("exact", "", None),
        ("exact", {"a": None}, {}),
        ("exact", [1], [1, 2]),
        ("trimmed", "a b", "ab"),
        ("trimmed", 1, "1"),
        ("case_insensitive", "ann", "anna"),
        ("case_insensitive", "gross@example.com", "groß@example.com"),
        ("case_insensitive", 1, True),
        ("superset", ["a", "b"], ["b"]),
        ("superset", ["a"], "a"),
        ("number", 7, "seven"),
        ("number", 1, True),
        ("html", "<p>12 34</p>", "<p>1234</p>"),
        ("html", "<p>a</p>", None),
    ],
)
def test_any_other_difference_is_one(compare, sent, stored):
    assert matches(compare, sent, stored) is False


def test_member_order_means_nothing_in_json():
    assert same_json({"a": 1, "b": 2}, {"b": 2, "a": 1}) is True
