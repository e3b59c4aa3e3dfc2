"""Prints what the mutation tests of the adapters have counted."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.adapters.mutation import KILL_RATE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    told = sorted(
        str(value).split()
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        for name, value in getattr(report, "user_properties", ())
        if name == KILL_RATE
    )
    if not told:
        return
    terminalreporter.section("mutants")
    killed, tried = Counter[str](), Counter[str]()
    for module, kills, total in told:
        vendor = module.split(".")[1]
        killed[vendor] += int(kills)
        tried[vendor] += int(total)
        terminalreporter.line(f"{module}: {kills} of {total} killed")
    for vendor, total in tried.items():
        terminalreporter.line(f"{vendor}: {killed[vendor]} of {total} mutants killed")
