"""Which leaves a path leads to."""

from __future__ import annotations

from mappings.reach import Reach, path_of, pattern_of
from tests.unit.mappings.desk import CANONICAL, PATHS

REACH = Reach(CANONICAL)


def test_a_path_stands_at_leaves_and_a_view_at_the_leaves_it_shows() -> None:
    assert {"/conversation/messages/*/role"} == REACH.of([PATHS.compile("messages[*].role")])


def test_a_group_stands_at_no_leaf_and_has_all_below_it() -> None:
    urgency = PATHS.compile("urgency")

    assert frozenset() == REACH.of([urgency])
    assert "/urgency/level" in REACH.below(urgency)


def test_a_pattern_is_written_as_a_path() -> None:
    assert "customer.refs[*].id" == path_of(pattern_of("/customer/refs/12/id"))
