"""A handoff's status is that of its worst delivery."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.store.records import FINAL
from gateway.store.status import WORST_FIRST, worst_status


def test_every_delivery_status_has_its_rank() -> None:
    assert set(WORST_FIRST) == FINAL | {"pending", "delivering"}


@pytest.mark.parametrize(
    ("expected", "statuses"),
    [
        ("accepted", []),
        ("verified", ["verified", "verified"]),
        ("failed", ["verified", "failed", "pending"]),
        ("dead", ["failed", "dead"]),
        ("pending", ["degraded", "pending", "unproven"]),
        ("degraded", ["verified", "unproven", "degraded"]),
    ],
)
def test_a_handoff_is_as_far_as_its_worst_delivery(expected: str, statuses: list) -> None:
    assert expected == worst_status(statuses)


@given(st.lists(st.sampled_from(WORST_FIRST), min_size=1), st.sampled_from(WORST_FIRST))
def test_one_delivery_more_never_makes_a_handoff_look_better(statuses: list, more: str) -> None:
    before, after = worst_status(statuses), worst_status([*statuses, more])
    assert WORST_FIRST.index(after) <= WORST_FIRST.index(before)
