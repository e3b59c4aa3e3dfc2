"""Pairing calls with results."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.lifting.exchanges import exchanges
from tests.unit.gateway.intake.lifting.traffic import (
    answered,
    called,
    conversation,
    one_exchange,
)


def _answers(*messages: dict[str, Any]) -> list[Any]:
    return [
        exchange.answer if exchange.is_answered else "open"
        for exchange in exchanges(conversation(*messages))
    ]


def test_an_id_that_repeats_is_answered_in_order() -> None:
    assert ["first", "second"] == _answers(
        called(("look", "same", {})),
        answered("same", "first"),
        called(("transfer", "same", {})),
        answered("same", "second"),
    )


def test_within_a_turn_the_id_decides() -> None:
    assert ["of a", "of b"] == _answers(
        called(("f", "a", {}), ("g", "b", {})), answered("b", "of b"), answered("a", "of a")
    )


def test_the_same_id_twice_in_one_turn_is_answered_in_order() -> None:
    assert ["first", "second"] == _answers(
        called(("f", "a", {}), ("g", "a", {})), answered("a", "first"), answered("a", "second")
    )


def test_a_repeated_id_is_that_of_the_latest_turn() -> None:
    assert ["open", "answer"] == _answers(
        called(("f", "a", {})), called(("g", "a", {})), answered("a", "answer")
    )


def test_a_result_with_an_id_nobody_has_answers_the_first_call_of_the_turn() -> None:
    assert ["open", "answer"] == _answers(
        called(("f", "a", {})), called(("g", "b", {})), answered("zzz", "answer")
    )


def test_a_result_without_an_id_answers_the_call_of_the_same_name() -> None:
    assert ["open", "answer"] == _answers(
        called(("f", None, {}), ("g", None, {})), answered(None, "answer", name="g")
    )


def test_a_late_result_still_finds_its_call() -> None:
    assert ["of a", "of b"] == _answers(
        called(("f", "a", {})),
        called(("g", "b", {})),
        answered("b", "of b"),
        answered("a", "of a"),
    )


def test_a_result_that_nobody_called_for_is_nobodys() -> None:
    assert [] == _answers(answered("a", "answer"))


def test_pointers_lead_to_the_parts() -> None:
    (exchange,) = exchanges(one_exchange("f", {}, "x"))

    assert "/conversation/messages/0/content/0" == exchange.call_at
    assert "/conversation/messages/1/content/0" == exchange.answer_at
    assert "m1" == exchange.message_id


@pytest.mark.parametrize(
    ("content", "failed"),
    [
        ("Error: not found", True),
        ("error", True),
        ("No errors.", False),
        ('{"error": "not found"}', True),
        ('{"error": null, "id": 1}', False),
        ('{"success": false}', True),
        ({"error": {"code": 5}}, True),
        ("", False),
        (None, False),
    ],
)
def test_a_failure_is_told_by_what_the_tool_says(content: Any, failed: bool) -> None:
    (exchange,) = exchanges(one_exchange("f", {}, content))

    assert failed == exchange.has_failed


def test_a_failure_is_told_by_the_flag() -> None:
    (exchange,) = exchanges(
        conversation(called(("f", "c", {})), answered("c", "It broke.", is_error=True))
    )

    assert exchange.has_failed


def test_an_open_call_has_not_failed() -> None:
    (exchange,) = exchanges(conversation(called(("f", "c", {}))))

    assert (False, False) == (exchange.is_answered, exchange.has_failed)


@pytest.mark.parametrize(
    "content", ['{"a": 1}', ' {"a": 1}', {"a": 1}, [{"type": "text", "text": '{"a": 1}'}]]
)
def test_the_json_of_an_answer_is_read_wherever_it_stands(content: Any) -> None:
    (exchange,) = exchanges(one_exchange("f", {}, content))

    assert {"a": 1} == exchange.result


def test_thousands_of_calls_are_paired_in_reasonable_time() -> None:
    calls = called(*(("f", "same", {}) for _ in range(20_000)))
    answers = [answered("same", number) for number in range(20_000)]

    found = exchanges(conversation(calls, *answers))

    assert list(range(20_000)) == [exchange.answer for exchange in found]
