"""Logs are lines with an allow-list: other libraries' words may be a customer's."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.cli.logs import AllowList, logs_in


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with logs_in("json", stream):
        yield stream


def last(stream: io.StringIO) -> dict[str, Any]:
    return json.loads(stream.getvalue().splitlines()[-1])


def test_our_records_are_written_whole(written) -> None:
    logging.getLogger("readback.delivery").warning("delivery %s tried again", "d-1")
    line = last(written)
    assert ("warning", "readback.delivery", "delivery d-1 tried again") == (
        line["level"],
        line["logger"],
        line["message"],
    )
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize("name", ["httpx", "asyncio", "uvicorn.error", "readbackish"])
def test_of_others_records_only_level_and_logger_are_kept(written, name: str) -> None:
    logging.getLogger(name).error("GET https://desk.example/?q=the+customer %s", "Ann Lee")
    line = last(written)
    assert ("error", name, "(left out)") == (line["level"], line["logger"], line["message"])
    assert "Ann" not in written.getvalue()


def test_of_an_exception_its_kind_is_kept(written) -> None:
    try:
        raise KeyError("the customer's words")
    except KeyError:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    assert "KeyError" == last(written)["exception"]
    assert "customer" not in written.getvalue()


def test_a_record_that_cannot_be_formatted_says_so() -> None:
    record = logging.LogRecord("readback.x", 40, __file__, 1, "%d deliveries", ("many",), None)
    line = json.loads(AllowList().format(record))
    assert "(a record that cannot be formatted)" == line["message"]


def test_a_line_break_cannot_forge_a_line(written) -> None:
    logging.getLogger("readback.x").error('one\n{"level":"info"}')
    assert 1 == len(written.getvalue().splitlines())


def text_of(record: logging.LogRecord) -> str:
    return AllowList("text").format(record)


def test_as_text_the_same_is_left_out() -> None:
    theirs = logging.LogRecord("httpx", 40, __file__, 1, "GET %s", ("/?q=Ann",), None)
    assert text_of(theirs).endswith(" error httpx: (left out)")


def test_as_text_a_record_is_one_line_that_steers_no_terminal() -> None:
    error = KeyError("the customer's words")
    ours = logging.LogRecord(
        "readback.x", 30, __file__, 1, "one\ntwo\x1b[2J", (), (KeyError, error, None)
    )
    assert text_of(ours).endswith(r" warning readback.x: one\ntwo\x1b[2J exception=KeyError")


def test_afterwards_logging_is_as_it_was() -> None:
    root, ours = logging.getLogger(), logging.getLogger("readback")
    before = (root.handlers[:], root.level, ours.level)
    with logs_in("text", io.StringIO()):
        assert before != (root.handlers[:], root.level, ours.level)
    assert before == (root.handlers[:], root.level, ours.level)
