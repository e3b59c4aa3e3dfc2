"""Errors for people: what is wrong, where, what to do; and the exit code scripts rely on."""

from __future__ import annotations

import sys

import msgspec

from gateway.sdk.errors import (
    Blocked,
    ConfigurationError,
    Conflict,
    DeliveryError,
    InvalidHandoff,
    ReadbackError,
    SignInFailed,
    Unreachable,
    VendorRefused,
)

# The checked thing is wrong · cannot reach or sign in · refused by the vendor · conflict
WRONG, CANNOT_REACH, REFUSED, CONFLICT = 1, 4, 5, 6

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
    if "--json" in sys.argv:
        document = {"code": error.code, "detail": error.detail, "errors": error.problems}
        print(msgspec.json.encode(document).decode(), file=sys.stderr)  # noqa: T201 - the CLI's output
    else:
        _print(error)
    return exit_code(error)


def exit_code(error: ReadbackError) -> int:
    """The exit code for an error, as documented in ``docs/reference/cli.md``."""
    return next((code for type_, code in _CODES if isinstance(error, type_)), WRONG)


def _print(error: ReadbackError) -> None:
    lines = [f"readback: {error.detail}"]
    lines.extend(
        f"  {problem.pointer or '(whole)'}: {problem.detail} [{problem.code}]"
        for problem in error.problems
    )
    print("\n".join(lines), file=sys.stderr)  # noqa: T201 - the CLI's output
