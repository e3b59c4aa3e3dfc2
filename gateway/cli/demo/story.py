"""The demo's story: hand the example customers over, one after the other, and wait for proof."""

from __future__ import annotations

from typing import Any

from gateway.cli.client import Client
from gateway.cli.demo.scene import Stage
from gateway.cli.examples import load_examples
from gateway.cli.output import stderr

_WAIT = 45


def hand_over_all(stage: Stage, *, quiet: bool) -> list[tuple[str, dict[str, Any]]]:
    """Each example's name with the gateway's answer, receipt included."""
    from rich.progress import Progress

    examples, console = load_examples(), stderr()
    hidden = quiet or not console.is_terminal
    with (
        Client(stage.url, stage.key) as client,
        Progress(console=console, transient=True, disable=hidden) as progress,
    ):
        task = progress.add_task("handing over", total=len(examples))
        told: list[tuple[str, dict[str, Any]]] = []
        for name, body in examples:
            progress.update(task, description=f"handing over: {name}")
            told.append((name, _hand_over(client, body)))
            progress.advance(task)
    return told


def _hand_over(client: Client, body: bytes) -> dict[str, Any]:
    headers = {"content-type": "application/json", "prefer": f"wait={_WAIT}"}
    document: dict[str, Any] = client.post("/v1/handoffs", body, headers)
    return document
