"""`python -m benchmarks.accept`: only what accepting costs; results.md stays as it is."""

from __future__ import annotations

from benchmarks.accept.sheets import as_text
from benchmarks.accept.table import measured
from benchmarks.report import as_text as goals_as_text
from benchmarks.report import machine


def main() -> None:
    print(machine(), end="\n\n")
    sheets, goals = measured()
    print(as_text(sheets), goals_as_text((), goals), sep="\n")


if __name__ == "__main__":
    main()
