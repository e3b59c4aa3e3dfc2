"""``readback demo``: everything on one machine, three handoffs, and the proof of each."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.fail import WRONG
from gateway.cli.options import common_options
from gateway.cli.output import print_json, say


@click.command("demo", cls=RichCommand)
@click.option("--keep", is_flag=True, help="Stay up afterwards, and say what to try.")
@common_options
def command(keep: bool, config: Path, as_json: bool) -> None:
    """Start a gateway and stand-in vendors, hand three customers over, show the receipts."""
    del config  # the demo brings its own
    _end_in_order()
    with tempfile.TemporaryDirectory(prefix="readback-demo-") as folder:
        documents = _run(Path(folder), keep=keep, as_json=as_json)
    if any(document["status"] != "verified" for document in documents):
        sys.exit(WRONG)


def _run(folder: Path, *, keep: bool, as_json: bool) -> list[dict[str, Any]]:
    from gateway.cli.demo.scene import scene
    from gateway.cli.demo.show import conclusion, show_handoff, summary
    from gateway.cli.demo.story import hand_over_all

    with scene(folder) as stage:
        if not as_json:
            say(f"Gateway on {stage.url}; stand-ins: {', '.join(stage.stand_ins)}.\n")
        documents = hand_over_all(stage, quiet=as_json)
        if as_json:
            print_json(summary(documents))
        else:
            for name, document in documents:
                show_handoff(name, document)
            click.echo(conclusion(documents))
        if keep:
            _stay(stage)
    return [document for _, document in documents]


def _stay(stage: Any) -> None:
    say(
        f"\nStill up, until Ctrl-C. Try:\n"
        f"  export READBACK_URL={stage.url} READBACK_API_KEY={stage.key}\n"
        f"  readback handoffs list\n"
        f"  readback receipt ID\n"
        f'  echo \'{{"conversation": {{"id": "c-1", "messages": '
        f'[{{"role": "customer", "content": "I was charged twice."}}]}}}}\' '
        f"| readback send - --wait 20"
    )
    signal.pause()


def _end_in_order() -> None:
    """Being told to stop ends the demo as Ctrl-C does, so that nothing of it is left over."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)
