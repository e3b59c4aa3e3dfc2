"""Errors for people: what is wrong, where, what to do; and the exit code scripts rely on."""

from __future__ import annotations

import sys

import click
import msgspec

from gateway.cli.output import say, visible
from gateway.sdk.errors import (
    Blocked,
    ConfigurationError,
    Conflict,
    DeliveryError,
    InvalidHandoff,
    Problem,
    ReadbackError,
    SignInFailed,
    Unreachable,
    VendorRefused,
)

# The checked thing is wrong · cannot reach or sign in · refused by the vendor · conflict
WRONG, CANNOT_REACH, REFUSED, CONFLICT, INTERRUPTED = 1, 4, 5, 6, 130
# There are warnings, and the caller would not have any.
WARNED = 3

_CODES: tuple[tuple[type[ReadbackError], int], ...] = (
    (Unreachable, CANNOT_REACH),
    (Blocked, CANNOT_REACH),
    (SignInFailed, CANNOT_REACH),
    (VendorRefused, REFUSED),
    (Conflict, CONFLICT),
    (ConfigurationError, WRONG),
    (InvalidHandoff, WRONG),
    (DeliveryError, REFUSED),
)


def report(error: ReadbackError) -> int:
    """Write the error to stderr and give the exit code."""
    if _json_is_wanted():
        _write(error.code, error.detail, error.problems)
    else:
        _print(error)
    return exit_code(error)


def report_usage(error: click.ClickException) -> int:
    """The same for a command that was not understood."""
    if _json_is_wanted():
        _write("usage.invalid", error.format_message(), ())
    else:
        error.show()
    return error.exit_code


def exit_code(error: ReadbackError) -> int:
    """The exit code for an error, as documented in ``docs/reference/cli.md``."""
    return next((code for type_, code in _CODES if isinstance(error, type_)), WRONG)


def _json_is_wanted() -> bool:
    # Asked of the words themselves: they may be what could not be understood.
    return "--json" in sys.argv[1:]


def _write(code: str, detail: str, problems: tuple[Problem, ...]) -> None:
    document = {"code": code, "detail": detail, "errors": problems}
    say(msgspec.json.encode(document).decode())


def _print(error: ReadbackError) -> None:
    say(f"readback: {visible(error.detail)}")
    for problem in error.problems:
        if problem.detail != error.detail:
            where = f"{problem.pointer}: " if problem.pointer else ""
            say(f"  {visible(where + problem.detail)} [{problem.code}]")
