"""`python -m benchmarks`: a table of ratios. Only ratios within one run mean anything."""

from __future__ import annotations

import platform

from benchmarks import door
from benchmarks.timing import race

TURNS = 15
CALLS = 200


def main() -> None:
    print(f"Python {platform.python_version()}, {TURNS} turns of {CALLS} calls, fastest turn")
    seconds = race(door.contenders(), turns=TURNS, calls=CALLS)
    print(f"\n{door.TITLE} ({len(door.body()):,} bytes)\n")
    print(f"  {'':34}{'ratio':>7}{'µs':>9}")
    for name, taken in seconds.items():
        print(f"  {name:34}{taken / seconds[door.FLOOR]:7.2f}{taken * 1e6:9.1f}")


if __name__ == "__main__":
    main()
