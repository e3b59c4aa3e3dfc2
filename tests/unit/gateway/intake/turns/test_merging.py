"""Members of several turns laid over one another."""

from __future__ import annotations

from gateway.intake.turns.merging import MESSAGES, Merge


def test_lists_to_which_turns_add_grow() -> None:
    merge = Merge()
    assert {MESSAGES: 0} == merge.lengths()

    merge.add("/turns/1", {"conversation": {"messages": ["a"]}, "risks": [1]})
    merge.add("/turns/2", {"conversation": {"messages": ["a"]}, "risks": [2]})

    assert {MESSAGES: 2, "/risks": 2} == merge.lengths()
    assert {"conversation": {"messages": ["a", "a"]}, "risks": [1, 2]} == merge.document
    assert {} == merge.superseded


def test_what_is_replaced_is_kept_under_who_said_it() -> None:
    merge = Merge()
    merge.add("/turns/1", {"customer": {"name": "a", "tier": 1}, "reason": {"code": "x"}})
    merge.add("/turns/2", {"customer": {"tier": True}, "reason": {"code": "x"}})
    merge.add("", {"customer": {"tier": 2}})

    assert {"name": "a", "tier": 2} == merge.document["customer"]
    assert {"/turns/1/customer/tier": 1, "/turns/2/customer/tier": True} == merge.superseded


def test_what_was_given_is_not_changed() -> None:
    first = {"conversation": {"messages": ["a"]}, "customer": {"name": "a"}}
    merge = Merge()
    merge.add("/turns/1", first)
    merge.add("/turns/2", {"conversation": {"messages": ["b"]}, "customer": {"name": "b"}})

    assert {"conversation": {"messages": ["a"]}, "customer": {"name": "a"}} == first
