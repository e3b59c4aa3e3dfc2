"""Calls and results as parts, whatever their members are called."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.drafting.calls import call_part, result_part
from gateway.intake.drafting.native import Native


def _call(document: dict[str, Any], *, is_json: bool = True) -> Any:
    call = Native("/c", document)
    return call_part(name=call["n"], call_id=call["i"], written=call["w"], is_json=is_json)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"a": 1}, {"arguments": {"a": 1}}),
        ('{"a": 1}', {"arguments_text": '{"a": 1}', "arguments": {"a": 1}}),
        ("{", {"arguments_text": "{"}),
        (None, {"arguments": None}),
    ],
)
def test_arguments_are_kept_word_for_word_and_as_what_they_say(
    written: Any, expected: dict[str, Any]
) -> None:
    part = _call({"n": "get", "i": "c1", "w": written})

    assert {"type": "tool_call", "name": "get", "call_id": "c1", **expected} == part.value


def test_text_that_need_not_be_json_is_not_read_as_such() -> None:
    part = _call({"n": "sql", "w": "[1]"}, is_json=False)

    assert {"type": "tool_call", "name": "sql", "arguments_text": "[1]"} == part.value


@pytest.mark.parametrize("name", [{}, {"n": ""}, {"n": 3}])
def test_a_call_of_nothing_is_no_call(name: dict[str, Any]) -> None:
    assert _call({"w": "{}", **name}) is None


def test_every_leaf_that_was_taken_is_named() -> None:
    part = _call({"n": "get", "i": "c1", "w": '{"a": 1}'})

    assert {
        "/c/n": ("/name",),
        "/c/i": ("/call_id",),
        "/c/w": ("/arguments_text", "/arguments"),
    } == part.mapped


def test_a_result_stays_as_it_was_sent() -> None:
    answer = Native("/r", {"id": "c1", "out": '{"a": 1}', "tool": "get"})

    part = result_part(call_id=answer["id"], content=answer["out"], name=answer["tool"])

    assert {"type": "tool_result", "call_id": "c1", "name": "get", "content": '{"a": 1}'} == (
        part.value
    )
