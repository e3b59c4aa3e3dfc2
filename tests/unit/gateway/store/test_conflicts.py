"""Each of the store's conflicts has its own code."""

from __future__ import annotations

from gateway.store.conflicts import conflict


def test_a_conflict_carries_its_own_code_on_itself_and_in_its_problem() -> None:
    error = conflict("handoff.exists", "There is another one.")
    assert ("handoff.exists", "handoff.exists") == (error.code, error.problems[0].code)


def test_conflicts_do_not_share_a_code() -> None:
    first, second = conflict("one.thing", "One."), conflict("other.thing", "Other.")
    assert ("one.thing", "other.thing") == (first.code, second.code)
