"""Promises that a bot declares by a call."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gateway.config.lifting import LiftingSettings
from gateway.intake.lifting.exchanges import exchanges
from gateway.intake.lifting.promises import lift_promises
from gateway.intake.lifting.table import DEFAULTS, Table, table_of
from gateway.schema.work import Commitment
from tests.unit.gateway.intake.lifting.traffic import called, conversation, one_exchange

TEXT = "You will have your money back by Friday."


def _promises(messages: list[dict[str, Any]], table: Table = DEFAULTS) -> Any:
    lifted = lift_promises(exchanges(messages), table)
    found = lifted.members.get("commitments", [])
    msgspec.convert(found, list[Commitment])
    return found


def test_a_declared_promise_is_a_commitment_in_its_own_words() -> None:
    arguments = {
        "text": TEXT,
        "due_at": "2026-11-27T17:00:00Z",
        "amount": "20.00",
        "currency": "EUR",
    }

    assert [
        {
            "id": "p1",
            "text": TEXT,
            "by": "bot",
            "to": "customer",
            "amount": {"value": "20.00", "currency": "EUR"},
            "due_at": "2026-11-27T17:00:00Z",
            "status": "open",
            "message_id": "m1",
            "origin": "declared",
        }
    ] == _promises(one_exchange("record_promise", arguments, "ok"))


@pytest.mark.parametrize("tool", ["promise_refund", "recordPromise", "add_commitment", "commit_to"])
def test_tools_are_known_by_their_names(tool: str) -> None:
    assert 1 == len(_promises(one_exchange(tool, {"text": TEXT}, "ok")))


@pytest.mark.parametrize(
    ("tool", "arguments", "answer"),
    [
        ("record_promise", {"text": TEXT}, "Error: no"),
        ("record_promise", {"id": 7}, "ok"),
        ("send_message", {"text": "I promise."}, "ok"),
        ("git_commit_changes", {"message": "x"}, "ok"),
    ],
)
def test_nothing_else_is_a_promise(tool: str, arguments: Any, answer: str) -> None:
    assert [] == _promises(one_exchange(tool, arguments, answer))


def test_one_promise_that_is_declared_twice_is_one() -> None:
    calls = called(("record_promise", "a", {"text": TEXT}), ("record_promise", "b", {"text": TEXT}))

    assert 1 == len(_promises(conversation(calls)))


def test_a_rule_of_the_operator_says_where_the_promise_stands() -> None:
    rule = {
        "tool": "refund",
        "promise": {"text": "said.words", "amount": "sum", "kind": "refund", "due_at": "by"},
    }
    table = table_of(msgspec.convert({"tools": [rule]}, LiftingSettings))
    answer = {"said": {"words": TEXT}, "sum": 20.5, "by": "soon"}

    (promise,) = _promises(one_exchange("refund", {}, answer), table)

    assert (TEXT, "refund", {"value": "20.5"}) == (
        promise["text"],
        promise["kind"],
        promise["amount"],
    )
    assert "due_at" not in promise
