"""The command line as a whole: quick to start, and every end has its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import click
import pytest

from gateway.cli import main as command_line
from gateway.cli.stand_ins import stand_in_names
from gateway.version import VERSION

COMMANDS = [
    *("demo", "serve", "send", "handoffs", "receipt", "deliveries", "stand-in", "keys", "doctor"),
]


@pytest.fixture
def ends_with(monkeypatch: pytest.MonkeyPatch, run: Callable[..., Any]) -> Callable[..., Any]:
    """A command line that ends with this error."""

    def go(error: BaseException) -> Any:
        def main(**_: object) -> None:
            raise error

        monkeypatch.setattr(command_line.readback, "main", main)
        return run("doctor")

    return go


def test_help_lists_every_command_in_the_order_of_a_first_visit(run: Callable[..., Any]) -> None:
    told = run("--help")
    found = sorted(COMMANDS, key=lambda name: told.out.index(f"│ {name} "))

    assert 0 == told.code
    assert COMMANDS == found


@pytest.mark.parametrize("words", [("--help",), ("send", "--help"), ("--version",)])
def test_help_imports_neither_the_server_nor_the_client(words: tuple[str, ...]) -> None:
    script = (
        "import sys; from gateway.cli.main import readback; "
        f"readback.main({list(words)!r}, standalone_mode=False); "
        "print([name for name in ('litestar', 'httpx', 'uvicorn', 'liquid', 'sqlite3') "
        "if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "[]" == done.stdout.splitlines()[-1]


def test_the_version(run: Callable[..., Any]) -> None:
    assert (0, f"readback, version {VERSION}\n", "") == run("--version")


@pytest.mark.parametrize("words", [("nothing",), ("send",), ("handoffs", "show"), ("serve", "--x")])
def test_what_is_not_understood_ends_with_2_and_says_so_on_stderr(
    words: tuple[str, ...], run: Callable[..., Any]
) -> None:
    told = run(*words)

    assert (2, "") == (told.code, told.out)
    assert "Error" in told.err


@pytest.mark.parametrize("words", [("send", "--json"), ("nothing", "--json"), ("demo", "--json=1")])
def test_for_scripts_what_is_not_understood_is_a_document(
    words: tuple[str, ...], run: Callable[..., Any]
) -> None:
    told = run(*words, "--json")

    assert (2, "") == (told.code, told.out)
    assert "usage.invalid" == json.loads(told.err)["code"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (click.Abort(), 130), (BrokenPipeError(), 0)],
    ids=["Ctrl-C", "aborted", "a closed pipe"],
)
def test_being_stopped_is_no_error(
    error: BaseException, code: int, ends_with: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "close", lambda: None)

    assert (code, "", "") == ends_with(error)


def test_a_character_that_the_terminal_lacks_is_shown_as_an_escape() -> None:
    script = "import sys; from gateway.cli.main import main; sys.argv[1:] = {}; main()"
    done = subprocess.run(
        [sys.executable, "-c", script.format(["stand-in", stand_in_names()[0], "--behaviours"])],
        env={"PYTHONIOENCODING": "ascii", "COLUMNS": "200", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
