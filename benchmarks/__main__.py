"""`python -m benchmarks`: tables of ratios, kept in results.md. Only ratios mean anything.

With ``--check`` it ends with 1 where a goal is missed. With ``--peers`` the pipeline's peers are
fetched from PyPI and npm, and measured beside it.
"""

from __future__ import annotations

import gc
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import door, mapping, normalizing
from benchmarks.accept import sheets
from benchmarks.accept import table as accepting
from benchmarks.outgoing import posts
from benchmarks.pipeline import table as pipeline
from benchmarks.report import Goal, as_markdown, as_text, machine

RESULTS = Path(__file__).with_name("results.md")


def main(arguments: list[str]) -> int:
    # As the gateway does after its start: the collector does not walk what was there before.
    gc.collect()
    gc.freeze()
    print(machine(), end="\n\n")
    of_mapping, of_normalizing = mapping.tables(), normalizing.tables()
    of_posts = posts.tables()
    of_accepting, accepted = accepting.measured()
    tables = (door.table(), *of_normalizing, *of_mapping, *of_posts)
    whole = pipeline.measured(peers="--peers" in arguments)
    goals = (
        *mapping.goals(of_mapping),
        *normalizing.goals(of_normalizing),
        *posts.goals(of_posts),
        *accepted,
        *pipeline.goals(whole),
    )
    print(sheets.as_text(of_accepting))
    print(as_text(tables, goals, (whole,)))
    today = datetime.now(UTC).date()
    written = as_markdown(tables, goals, today, (whole,))
    RESULTS.write_text(f"{written}\n{sheets.as_markdown(of_accepting)}", "utf-8")
    return 1 if "--check" in arguments and _missed(goals) else 0


def _missed(goals: tuple[Goal, ...]) -> bool:
    return any(not goal.reached for goal in goals)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
