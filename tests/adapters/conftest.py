"""Prints what the mutation tests of the adapters have counted."""

from __future__ import annotations

import pytest

from tests.adapters.mutation import KILL_RATE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = [
        str(value)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, value in getattr(report, "user_properties", ())
        if name == KILL_RATE
    ]
    if told:
        terminalreporter.section("mutants")
        for line in sorted(told):
            terminalreporter.line(line)
