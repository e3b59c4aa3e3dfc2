"""Errors become a text on stderr and the exit code that scripts rely on."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import click
import pytest

from gateway.cli.fail import exit_code, report, report_usage
from gateway.sdk.errors import (
    Blocked,
    ConfigurationError,
    Conflict,
    InvalidHandoff,
    LeavesStranded,
    NotFound,
    Problem,
    ReadbackError,
    SignInFailed,
    StoreUnavailable,
    UnexpectedReply,
    Unreachable,
    VendorRefused,
)

PAGE = (Path(__file__).parents[4] / "docs/reference/cli.md").read_text(encoding="utf-8")
CODES = [
    (ConfigurationError("x"), 1),
    (InvalidHandoff("x"), 1),
    (NotFound(), 1),
    (StoreUnavailable(), 1),
    (ReadbackError(), 1),
    (Unreachable(why="x"), 4),
    (Blocked(why="x"), 4),
    (SignInFailed(why="x"), 4),
    (VendorRefused(step="x", status=422), 5),
    (UnexpectedReply(why="x"), 5),
    (LeavesStranded(why="x"), 5),
    (Conflict("x"), 6),
]


@pytest.fixture
def as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["readback", "send"])


@pytest.fixture
def as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["readback", "send", "--json"])


@pytest.mark.parametrize(("error", "code"), CODES, ids=lambda value: type(value).__name__)
def test_each_error_has_its_exit_code(error: ReadbackError, code: int) -> None:
    assert code == exit_code(error)


def test_every_exit_code_is_documented() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)}

    assert {0, 2, 130} | {code for _, code in CODES} <= documented


@pytest.mark.usefixtures("as_text")
def test_an_error_is_told_with_all_its_problems(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [
        Problem(code="config.unknown", pointer="gateway.listn", detail="There is no such key."),
        Problem(code="config.invalid", detail="Nothing to deliver to."),
    ]
    code = report(ConfigurationError("Two things are wrong.", problems))
    out, err = capsys.readouterr()

    assert (1, "") == (code, out)
    assert [
        "readback: Two things are wrong.",
        "  gateway.listn: There is no such key. [config.unknown]",
        "  Nothing to deliver to. [config.invalid]",
    ] == err.splitlines()


@pytest.mark.usefixtures("as_text")
def test_a_problem_that_says_the_same_again_is_not_repeated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report(Conflict("Taken.", [Problem(code="key.exists", detail="Taken.")]))

    assert "readback: Taken.\n" == capsys.readouterr().err


@pytest.mark.usefixtures("as_text")
def test_an_error_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    report(InvalidHandoff("\x1b[2J", [Problem(code="a.b", pointer="/x\x1b[31m", detail="no")]))

    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.usefixtures("as_json")
def test_for_scripts_an_error_is_one_document_on_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = report(Conflict("Taken.", [Problem(code="key.exists", detail="Taken.", pointer="/n")]))
    out, err = capsys.readouterr()

    assert (6, "") == (code, out)
    assert {
        "code": "handoff.conflict",
        "detail": "Taken.",
        "errors": [{"code": "key.exists", "detail": "Taken.", "pointer": "/n"}],
    } == json.loads(err)


@pytest.mark.usefixtures("as_json")
def test_for_scripts_a_usage_error_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    code = report_usage(click.UsageError("No such option: --x"))
    out, err = capsys.readouterr()

    assert (2, "") == (code, out)
    assert {"code": "usage.invalid", "detail": "No such option: --x", "errors": []} == json.loads(
        err
    )


@pytest.mark.usefixtures("as_text")
def test_a_usage_error_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code = report_usage(click.UsageError("No such option: --x"))

    assert 2 == code
    assert "No such option: --x" in capsys.readouterr().err
