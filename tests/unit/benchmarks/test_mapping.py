"""What applying a mapping costs, in calls counted and not in time: each message costs the same."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks.handoff import MESSAGES, handoff
from benchmarks.mapping import BARE, DESTINATION, FLOOR, NOTE, Goal, Table, goals, plan
from benchmarks.mapping import contenders as contenders_of
from gateway.schema.codec import encode_handoff
from gateway.schema.handoff import Handoff
from mappings import Plan

# The messages go round in eights.
FEW, SOME, MANY = 80, 160, 1600


def calls(made: Plan, given: Handoff) -> Counter[str]:
    """Every call that applying makes, of Python functions and of built-in ones."""
    found: Counter[str] = Counter()

    def count(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            found[frame.f_code.co_qualname] += 1
        elif event == "c_call":
            found[argument.__name__] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        made.apply(given, DESTINATION)
    finally:
        sys.setprofile(before)
    return found


@pytest.fixture(scope="module")
def compiled() -> Plan:
    return plan()


def test_the_measured_mapping_fills_25_fields(compiled: Plan) -> None:
    assert 25 == len(compiled.apply(handoff(), DESTINATION).fields)


def test_the_measured_handoff_has_20_kb() -> None:
    assert 19_000 < len(encode_handoff(handoff(MESSAGES))) < 21_000


def test_the_note_costs_the_same_for_each_message(compiled: Plan) -> None:
    few, some, many = (calls(compiled, handoff(size)).total() for size in (FEW, SOME, MANY))

    each = (some - few) / (SOME - FEW)
    assert (many - some) / (MANY - SOME) == pytest.approx(each, rel=0.1)


def test_the_transcript_is_gone_through_once(compiled: Plan) -> None:
    found = calls(compiled, handoff(SOME))

    printed = sum(message.role != "tool" for message in handoff(SOME).conversation.messages)
    assert printed == found["_message_text"]
    assert 1 == found["CompiledTemplate.render"]


def test_ten_thousand_messages_cost_no_more_for_each(compiled: Plan) -> None:
    """The note is full long before the last of them, and then nothing more is read."""
    some, most = (calls(compiled, handoff(size)).total() for size in (SOME, 10_000))

    assert most / 10_000 < some / SOME


def test_without_the_note_messages_cost_nothing(compiled: Plan) -> None:
    bare = replace(compiled, note=None)

    assert calls(bare, handoff(FEW)) == calls(bare, handoff(MANY))


def test_every_contender_runs() -> None:
    assert all(contender() for contender in contenders_of(8).values())


def table(bare: float, note: float, account: float) -> Table:
    seconds = {FLOOR: 1.0, BARE: bare, NOTE: note, "the same with the account": account}
    return Table(title="t", floor=FLOOR, seconds=seconds)


def test_a_goal_that_is_missed_is_said() -> None:
    slow, large, largest = table(0.6, 5.0, 8.0), table(0.1, 1.0, 1.0), table(0.1, 1.0, 13.0)

    assert [False, True, False] == [goal.reached for goal in goals((slow, slow, large, largest))]


def test_a_goal_is_a_ratio() -> None:
    assert Goal(what="x", ratio=0.5, most=0.5).reached
