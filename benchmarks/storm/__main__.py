"""`python -m benchmarks.storm --handoffs 10000`: what a storm did; ends with 1 where it is bad.

With ``--home postgres`` a server of its own is started and crashes at every third kill.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.storm.home import home
from benchmarks.storm.run import Outcome, Plan, storm


def main(arguments: list[str]) -> int:
    asked = _parsed(arguments)
    with tempfile.TemporaryDirectory() as folder, home(asked.home, _say) as store:
        plan = Plan(
            conversations=max(asked.handoffs // 3, 1),
            kills=asked.kills,
            gateways=asked.gateways,
            share=asked.share,
            calls_per_token=asked.calls_per_token,
            seed=asked.seed,
            store=store.url,
            patience=asked.patience,
        )
        outcome = storm(plan, Path(folder), _say, at_each_kill=store.at_each_kill)
    print(told(outcome))
    return 0 if outcome.is_clean else 1


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def told(outcome: Outcome) -> str:
    """The counts as a table."""
    lines = [f"{'vendor':12} expected  lost  doubled  out of order  false verified  ended"]
    for one in outcome.tolls:
        ended = ", ".join(f"{count} {status}" for status, count in sorted(one.statuses.items()))
        lines.append(
            f"{one.vendor:12} {one.expected:8} {one.lost:5} {one.doubled:8}"
            f" {one.out_of_order:13} {one.false_verified:15}  {ended}"
        )
    mishaps = ", ".join(f"{count} {name}" for name, count in sorted(outcome.happened.items()))
    lines.append(f"{outcome.unfinished} unfinished; {mishaps}; {outcome.seconds:.0f} s")
    return "\n".join(lines)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storm")
    parser.add_argument("--handoffs", type=int, default=300)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--gateways", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.06, help="of requests that meet a mishap")
    parser.add_argument("--calls-per-token", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--patience", type=float, default=900.0, help="seconds after the storm")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
