"""What the bot tried with its tools."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.lifting.exchanges import exchanges
from gateway.intake.lifting.records import sightings
from gateway.intake.lifting.steps import has_side_effect, lift_steps
from tests.unit.gateway.intake.lifting.traffic import called, conversation, one_exchange


def _steps(messages: list[dict[str, Any]]) -> list[Any]:
    traffic = exchanges(messages)
    return lift_steps(traffic, sightings(traffic)).members.get("steps", [])


def test_an_action_is_a_step_with_its_result() -> None:
    messages = one_exchange("send_certificate", {"user_id": "mei_7", "amount": 200}, "Sent.")

    assert [
        {
            "id": "s1",
            "description": "send certificate mei_7",
            "status": "completed",
            "message_id": "m1",
            "tool": "send_certificate",
            "side_effect": True,
            "result": "Sent.",
        }
    ] == _steps(messages)


def test_a_failed_action_keeps_the_words_of_the_tool() -> None:
    (step,) = _steps(one_exchange("book_flight", {}, "Error: card declined"))

    assert ("failed", "Error: card declined") == (step["status"], step["error"])
    assert "result" not in step


def test_an_error_that_is_no_text_stands_in_the_result() -> None:
    (step,) = _steps(one_exchange("book_flight", {}, {"error": {"code": 5}}))

    assert ("failed", {"error": {"code": 5}}) == (step["status"], step["result"])


def test_the_result_of_a_lookup_stays_in_the_transcript() -> None:
    (step,) = _steps(one_exchange("search_flights", {}, "[1, 2]"))

    assert (False, "completed") == (step["side_effect"], step["status"])
    assert "result" not in step


def test_a_result_that_became_a_record_is_not_repeated() -> None:
    (step,) = _steps(one_exchange("cancel_order", {}, {"order_id": "W1"}))

    assert "result" not in step


def test_a_call_without_an_answer_is_still_active() -> None:
    (step,) = _steps(conversation(called(("book_flight", "c", {}))))

    assert "active" == step["status"]


@pytest.mark.parametrize("tool", ["think", "transfer_to_human_agents", "escalate_case"])
def test_thoughts_and_the_transfer_are_no_steps(tool: str) -> None:
    assert [] == _steps(one_exchange(tool, {}, "ok"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("book", "flight"), True), (("get", "order"), False), (("frobnicate",), None), ((), None)],
)
def test_the_verb_tells_whether_something_changed(
    words: tuple[str, ...], expected: bool | None
) -> None:
    assert expected == has_side_effect(words)


def test_a_tool_whose_name_has_no_words_is_told_by_its_name() -> None:
    (step,) = _steps(one_exchange("查询", {}, "ok"))

    assert ("查询", "查询") == (step["description"], step["tool"])
    assert "side_effect" not in step
