"""What was measured, as tables of ratios: for the terminal, and for ``results.md``."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

_CPUINFO = Path("/proc/cpuinfo")


class Table(Struct, frozen=True, kw_only=True):
    """Seconds for one call of each contender; ``floor`` is the one they are a multiple of."""

    title: str
    floor: str
    seconds: Mapping[str, float]

    def ratio(self, name: str) -> float:
        return self.seconds[name] / self.seconds[self.floor]


class Rate(Struct, frozen=True):
    """What one handoff took, each in seconds: of the clock, and of the processor."""

    elapsed: float
    cpu: float


class Rates(Struct, frozen=True, kw_only=True):
    """Whole servers side by side; ``missing`` are those that could not be measured, with why."""

    title: str
    rates: Mapping[str, Rate]
    missing: Mapping[str, str] = {}


class Goal(Struct, frozen=True, kw_only=True):
    """A ratio that must not grow beyond ``most``, or not fall below ``least``."""

    what: str
    ratio: float
    most: float = math.inf
    least: float = 0.0

    @property
    def reached(self) -> bool:
        return self.least <= self.ratio <= self.most


def machine() -> str:
    """Ratios move with the processor and the interpreter, so both are named."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def as_text(tables: Iterable[Table], goals: Iterable[Goal], rates: Iterable[Rates] = ()) -> str:
    """For the terminal."""
    lines: list[str] = []
    for one in rates:
        lines += [one.title, "", f"  {'':66}{'a second':>10}{'CPU ms':>10}"]
        for name, rate in one.rates.items():
            lines.append(f"  {name:66}{1 / rate.elapsed:10,.0f}{rate.cpu * 1e3:10.2f}")
        lines += [f"  {name:66}missing: {why}" for name, why in one.missing.items()]
        lines.append("")
    for table in tables:
        lines += [f"{table.title}", "", f"  {'':36}{'ratio':>8}{'µs':>12}"]
        for name, taken in table.seconds.items():
            lines.append(f"  {name:36}{table.ratio(name):8.2f}{taken * 1e6:12,.1f}")
        lines.append("")
    lines += [_goal(goal) for goal in goals]
    return "\n".join(lines)


def as_markdown(
    tables: Iterable[Table], goals: Iterable[Goal], day: date, rates: Iterable[Rates] = ()
) -> str:
    """For ``results.md``."""
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Only ratios within one run mean anything: 1.00 is the first row"
        " of a table.",
        "",
        f"{day.isoformat()}, {machine()}.",
        "",
    ]
    for one in rates:
        lines += _rates(one)
    for table in tables:
        lines += [f"## {table.title}", "", "| | ratio | µs |", "|---|---:|---:|"]
        for name, taken in table.seconds.items():
            lines.append(f"| {name} | {table.ratio(name):.2f} | {taken * 1e6:,.1f} |")
        lines.append("")
    lines += ["## Goals", "", *(f"- {_goal(goal)}" for goal in goals), ""]
    return "\n".join(lines)


def _rates(table: Rates) -> list[str]:
    lines = [f"## {table.title}", "", "| | handoffs/s | CPU ms each |", "|---|---:|---:|"]
    for name, rate in table.rates.items():
        lines.append(f"| {name} | {1 / rate.elapsed:,.0f} | {rate.cpu * 1e3:.2f} |")
    lines += [f"| {name} | missing: {why} | |" for name, why in table.missing.items()]
    return [*lines, ""]


def _goal(goal: Goal) -> str:
    verdict = "reached" if goal.reached else "MISSED"
    bound = f"at least {goal.least:g}" if goal.least else f"at most {goal.most:g}"
    return f"{verdict}: {goal.what} {goal.ratio:.2f}, {bound}"


def _processor() -> str:
    if not _CPUINFO.is_file():
        return platform.processor() or platform.machine()
    found = dict(
        tuple(part.strip() for part in line.split(":", 1))
        for line in _CPUINFO.read_text("utf-8").splitlines()
        if ":" in line
    )
    return found.get("model name") or platform.machine()
