"""What was measured, as tables of ratios: for the terminal, and for ``results.md``."""

from __future__ import annotations

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


class Goal(Struct, frozen=True, kw_only=True):
    """A ratio that must not grow beyond ``most``."""

    what: str
    ratio: float
    most: float

    @property
    def reached(self) -> bool:
        return self.ratio <= self.most


def machine() -> str:
    """Ratios move with the processor and the interpreter, so both are named."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def as_text(tables: Iterable[Table], goals: Iterable[Goal]) -> str:
    """For the terminal."""
    lines: list[str] = []
    for table in tables:
        lines += [f"{table.title}", "", f"  {'':36}{'ratio':>8}{'µs':>12}"]
        for name, taken in table.seconds.items():
            lines.append(f"  {name:36}{table.ratio(name):8.2f}{taken * 1e6:12,.1f}")
        lines.append("")
    lines += [_goal(goal) for goal in goals]
    return "\n".join(lines)


def as_markdown(tables: Iterable[Table], goals: Iterable[Goal], day: date) -> str:
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
    for table in tables:
        lines += [f"## {table.title}", "", "| | ratio | µs |", "|---|---:|---:|"]
        for name, taken in table.seconds.items():
            lines.append(f"| {name} | {table.ratio(name):.2f} | {taken * 1e6:,.1f} |")
        lines.append("")
    lines += ["## Goals", "", *(f"- {_goal(goal)}" for goal in goals), ""]
    return "\n".join(lines)


def _goal(goal: Goal) -> str:
    verdict = "reached" if goal.reached else "MISSED"
    return f"{verdict}: {goal.what} {goal.ratio:.2f}, at most {goal.most:g}"


def _processor() -> str:
    if not _CPUINFO.is_file():
        return platform.processor() or platform.machine()
    found = dict(
        tuple(part.strip() for part in line.split(":", 1))
        for line in _CPUINFO.read_text("utf-8").splitlines()
        if ":" in line
    )
    return found.get("model name") or platform.machine()
