"""``readback deliveries``: what was exchanged with a vendor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich_click import RichGroup

from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_facts, print_json, print_table
from gateway.cli.tables import delivery_facts


@click.group("deliveries", cls=RichGroup)
def command() -> None:
    """Deliveries to destinations."""


@command.command("show")
@id_argument("delivery_id")
@gateway_options
@common_options
def show_command(delivery_id: str, url: str | None, config: Path, as_json: bool) -> None:
    """One delivery with every exchange it had."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        document = client.get(f"/v1/deliveries/{delivery_id}")
    if as_json:
        print_json(document)
        return
    print_facts([("handoff", document["handoff_id"]), *delivery_facts(document)])
    click.echo()
    print_table(
        ("phase", "step", "request", "answer", "try"),
        (_row(exchange) for exchange in document["exchanges"]),
    )


def _row(exchange: dict[str, Any]) -> tuple[str, ...]:
    phase = exchange["phase"] + (f" {exchange['round']}" if exchange["round"] else "")
    request = f"{exchange['method']} {exchange['path']}"
    answer = str(exchange["status"] or "no answer")
    return (phase, exchange["step"], request, answer, str(exchange["attempt"]))
