"""Tool calls and results of OpenAI's chat messages."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.intake.dialects.openai.piece import Piece
from gateway.intake.dialects.openai.tools import call_pieces, legacy_call_piece, result_piece


def _call(call: Any) -> Piece:
    (piece,) = call_pieces([call], "/t")
    return piece


def _function(arguments: Any) -> dict[str, Any]:
    return {"id": "c-1", "type": "function", "function": {"name": "f", "arguments": arguments}}


def test_a_call_keeps_the_models_text_and_what_it_says() -> None:
    piece = _call(_function('{"id": 7}'))

    assert {
        "type": "tool_call",
        "name": "f",
        "call_id": "c-1",
        "arguments": {"id": 7},
        "arguments_text": '{"id": 7}',
    } == piece.part
    assert ("/arguments_text", "/arguments") == piece.mapped["/t/0/function/arguments"]
    assert {} == piece.unread


@pytest.mark.parametrize("text", ["", "{", '{"a": NaN}', '{"a":1,"a":2}'])
def test_arguments_that_are_no_exact_json_are_kept_as_text_only(text: str) -> None:
    part = _call(_function(text)).part

    assert text == part["arguments_text"]
    assert "arguments" not in part


def test_arguments_that_are_no_text_are_kept_as_they_are() -> None:
    piece = _call(_function({"a": [1]}))

    assert {"a": [1]} == piece.part["arguments"]
    assert ("/arguments/a/0",) == piece.mapped["/t/0/function/arguments/a/0"]


def test_a_custom_tool_takes_plain_text() -> None:
    piece = _call({"id": "c", "type": "custom", "custom": {"name": "sql", "input": "[1]"}})

    assert {
        "type": "tool_call",
        "name": "sql",
        "call_id": "c",
        "arguments_text": "[1]",
    } == piece.part
    assert {"/t/0/type": "custom"} == piece.unread


def test_members_and_ids_without_a_place_are_left_unread() -> None:
    call = {"id": "", "index": 0, "function": {"name": "f", "strict": True}}

    piece = _call(call)

    assert {"type": "tool_call", "name": "f"} == piece.part
    assert {"/t/0/id": "", "/t/0/index": 0, "/t/0/function/strict": True} == piece.unread


@pytest.mark.parametrize(
    "call", [{"id": "c"}, {"function": {"arguments": "{}"}}, {"function": {"name": ""}}, "x", None]
)
def test_a_call_without_a_name_stays_whole(call: Any) -> None:
    assert {"type": "other", "original_type": "tool_call", "data": call} == _call(call).part


def test_a_legacy_call_has_neither_id_nor_type() -> None:
    piece = legacy_call_piece({"name": "f", "arguments": "{}", "x": 1}, "/function_call")

    assert {"type": "tool_call", "name": "f", "arguments": {}, "arguments_text": "{}"} == piece.part
    assert {"/function_call/x": 1} == piece.unread


def test_a_legacy_call_without_a_name_stays_whole() -> None:
    assert "other" == legacy_call_piece({"arguments": "{}"}, "/function_call").part["type"]


@pytest.mark.parametrize("content", ["Error: no", "", None, [{"type": "text", "text": "a"}], []])
def test_a_result_keeps_its_content_as_it_was_sent(content: Any) -> None:
    message = {"role": "tool", "tool_call_id": "c", "name": "f", "content": content}

    piece = result_piece(message, "")

    assert {"type": "tool_result", "call_id": "c", "name": "f", "content": content} == piece.part


def test_a_result_without_content_has_none() -> None:
    assert {"type": "tool_result"} == result_piece({"role": "tool", "tool_call_id": 5}, "").part
