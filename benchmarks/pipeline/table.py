"""The whole pipeline beside its peers, as a table and as goals.

``python -m benchmarks.pipeline.table [--peers]`` measures it alone.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.pipeline import ours
from benchmarks.pipeline.bodies import Bodies
from benchmarks.pipeline.contender import Contender, measure
from benchmarks.pipeline.others import N8N, NAIVE, NODE_RED, PEERS
from benchmarks.pipeline.peers.install import Missing
from benchmarks.pipeline.process import cores, first_line, on_core, started
from benchmarks.report import Goal, Rates, as_text

TURNS = 5

_ROOT = Path(__file__).resolve().parents[2]

_GOALS = (
    (ours.WEBHOOK, NODE_RED, 1.5),
    (ours.WEBHOOK, N8N, 20.0),
    (ours.WEBHOOK, NAIVE, 2.0),
    (ours.PROOF, N8N, 5.0),
)


def measured(*, peers: bool, turns: int = TURNS) -> Rates:
    """All contenders in turns: ours, and the peers where they are asked for and can be had."""
    bodies = Bodies()
    missing: dict[str, str] = {}
    with ExitStack() as stack:
        contenders = list(_ours(stack))
        for name, peer in PEERS:
            if not peers:
                missing[name] = "not asked for: --peers"
                continue
            try:
                contenders.append(stack.enter_context(peer(_sink(stack), _folder(stack))))
            except Missing as why:
                missing[name] = str(why)
        with on_core(cores()[1]):
            taken = measure(contenders, bodies, turns=turns)
    title = f"The whole pipeline on one core, {len(bodies):,} bytes, 32 connections"
    return Rates(title=title, rates=taken, missing=missing)


def goals(table: Rates) -> tuple[Goal, ...]:
    """How many times the handoffs a second of a peer, as far as peers were measured."""
    rates = table.rates
    return tuple(
        Goal(
            what=f"{one}, handoffs/s against {other}:",
            ratio=rates[other].elapsed / rates[one].elapsed,
            least=least,
        )
        for one, other, least in _GOALS
        if other in rates
    )


def _ours(stack: ExitStack) -> Iterator[Contender]:
    yield stack.enter_context(ours.to_a_webhook(_sink(stack), _folder(stack)))
    yield stack.enter_context(ours.with_proof(_folder(stack)))


def _sink(stack: ExitStack) -> str:
    """A receiver of its own on the core of everybody else."""
    command = (sys.executable, "-m", "benchmarks.pipeline.sink")
    return first_line(stack.enter_context(started(command, cores()[1], folder=_ROOT))).strip()


def _folder(stack: ExitStack) -> Path:
    return Path(stack.enter_context(tempfile.TemporaryDirectory()))


if __name__ == "__main__":
    found = measured(peers="--peers" in sys.argv)
    print(as_text((), goals(found), (found,)))
