"""Tool calls of OpenAI's chat messages."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.tools import call_parts, legacy_call_part
from gateway.intake.drafting.draft import Draft
from gateway.intake.drafting.finish import unread
from gateway.intake.drafting.native import Native


def _call(call: Any) -> Draft:
    (part,) = call_parts(Native("/t", [call]))
    return part


def _unread(call: Any) -> dict[str, Any]:
    """What of the native call its part did not take."""
    native = Native("/t", [call])
    (part,) = call_parts(native)
    return unread(part, native[0])


def _function(arguments: Any) -> dict[str, Any]:
    return {"id": "c-1", "type": "function", "function": {"name": "f", "arguments": arguments}}


def test_a_call_keeps_the_models_text_and_what_it_says() -> None:
    call = _function('{"id": 7}')

    piece = _call(call)

    assert {
        "type": "tool_call",
        "name": "f",
        "call_id": "c-1",
        "arguments": {"id": 7},
        "arguments_text": '{"id": 7}',
    } == piece.value
    assert ("/arguments_text", "/arguments") == piece.mapped["/t/0/function/arguments"]
    assert {} == _unread(call)


@pytest.mark.parametrize("text", ["", "{", '{"a": NaN}', '{"a":1,"a":2}'])
def test_arguments_that_are_no_exact_json_are_kept_as_text_only(text: str) -> None:
    part = _call(_function(text)).value

    assert text == part["arguments_text"]
    assert "arguments" not in part


def test_arguments_that_are_no_text_are_kept_as_they_are() -> None:
    piece = _call(_function({"a": [1]}))

    assert {"a": [1]} == piece.value["arguments"]
    assert ("/arguments/a/0",) == piece.mapped["/t/0/function/arguments/a/0"]


def test_a_custom_tool_takes_plain_text() -> None:
    call = {"id": "c", "type": "custom", "custom": {"name": "sql", "input": "[1]"}}

    piece = _call(call)

    assert {
        "type": "tool_call",
        "name": "sql",
        "call_id": "c",
        "arguments_text": "[1]",
    } == piece.value
    assert {"/t/0/type": "custom"} == _unread(call)


def test_members_and_ids_without_a_place_are_left_unread() -> None:
    call = {"id": "", "index": 0, "function": {"name": "f", "strict": True}}

    piece = _call(call)

    assert {"type": "tool_call", "name": "f"} == piece.value
    assert {"/t/0/id": "", "/t/0/index": 0, "/t/0/function/strict": True} == _unread(call)


@pytest.mark.parametrize(
    "call", [{"id": "c"}, {"function": {"arguments": "{}"}}, {"function": {"name": ""}}, "x", None]
)
def test_a_call_without_a_name_stays_whole(call: Any) -> None:
    assert {"type": "other", "original_type": "tool_call", "data": call} == _call(call).value


def test_a_legacy_call_has_neither_id_nor_type() -> None:
    call = Native("/function_call", {"name": "f", "arguments": "{}", "x": 1})

    piece = legacy_call_part(call)

    assert {
        "type": "tool_call",
        "name": "f",
        "arguments": {},
        "arguments_text": "{}",
    } == piece.value
    assert {"/function_call/x": 1} == unread(piece, call)


def test_a_legacy_call_without_a_name_stays_whole() -> None:
    call = Native("/function_call", {"arguments": "{}"})

    assert "other" == legacy_call_part(call).value["type"]
