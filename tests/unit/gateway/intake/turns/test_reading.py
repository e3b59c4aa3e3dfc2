"""What a turn may be: a fragment of canonical messages, or a body in any dialect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.intake.errors import BodyTooLarge, DialectAmbiguous, DialectUnknown
from gateway.intake.turns.kept import Turn, decode_turn
from gateway.intake.turns.reading import ReadTurn, read_turn
from gateway.sdk.errors import InvalidHandoff

SAID = {"role": "customer", "content": "Hi"}
CALL = {"type": "tool_call", "name": "get_order", "call_id": "1", "arguments": {"order_id": "W1"}}
RESULT = {"type": "tool_result", "call_id": "1", "content": {"order_id": "W1", "status": "lost"}}


def _read(document: Any, *, dialect: str | None = None, max_body: int = 1 << 20) -> ReadTurn:
    return read_turn(
        json.dumps(document).encode(),
        content_type="application/json",
        dialect=dialect,
        conversation="c-1",
        max_body=max_body,
    )


def _turn(document: Any, dialect: str | None = None) -> Turn:
    return decode_turn(_read(document, dialect=dialect).document)


@pytest.mark.parametrize(
    "document",
    [
        [SAID],
        {"messages": [SAID]},
        {"conversation": {"messages": [SAID]}},
        {"conversation": {"id": "another", "messages": [SAID]}},
    ],
)
@pytest.mark.parametrize("dialect", [None, "canonical"])
def test_canonical_messages_are_a_turn(document: Any, dialect: str | None) -> None:
    turn = _turn(document, dialect)

    assert {"conversation": {"messages": [SAID]}, "unmapped": {}} == turn.handoff


def test_what_stands_beside_the_messages_is_kept() -> None:
    turn = _turn({"messages": [SAID], "customer": {"id": "7"}, "zzz": 1})

    assert ({"id": "7"}, {"/zzz": 1}) == (turn.handoff["customer"], turn.handoff["unmapped"])


def test_a_body_in_another_dialect_is_that_dialects() -> None:
    said = [{"role": "user", "content": "Hi"}]

    assert "openai_chat" == _read(said).dialect
    assert "anthropic" == _read(said, dialect="anthropic").dialect


def test_the_run_that_a_dialect_names_is_the_turns_own_id() -> None:
    webhook = {"responseId": "r-1", "queryResult": {"queryText": "Hi"}, "session": "s/1"}

    assert "r-1" == _read(webhook).own
    assert _read([SAID]).own is None


def test_tool_traffic_is_not_lifted_yet() -> None:
    traffic = [{"role": "bot", "content": [CALL]}, {"role": "tool", "content": [RESULT]}]

    assert not {"records", "steps"} & _turn(traffic).handoff.keys()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ([], DialectUnknown),
        ({}, DialectUnknown),
        ([{"role": "parrot", "content": "Caw"}], DialectUnknown),
        ({"conversation": {}, "messages": [{"role": "user", "content": "x"}]}, DialectAmbiguous),
        ({"messages": [{**SAID, "at": "soon"}]}, InvalidHandoff),
        ([{"page_content": "a"}], DialectUnknown),
    ],
)
def test_what_is_no_turn_is_refused(document: Any, error: type[InvalidHandoff]) -> None:
    with pytest.raises(error):
        _read(document)


def test_a_turn_that_is_too_large_is_refused() -> None:
    with pytest.raises(BodyTooLarge):
        _read([SAID], max_body=10)


def test_a_form_is_a_turn_too() -> None:
    form = b"CallSid=CA1&SessionId=s1&HandoffData=%7B%22reasonCode%22%3A%22live-agent%22%7D"
    read = read_turn(
        form,
        content_type="application/x-www-form-urlencoded",
        dialect=None,
        conversation="c-1",
        max_body=1 << 20,
    )

    assert "CA1" in read.document.decode()
    assert form == read.raw
