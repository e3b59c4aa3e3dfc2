"""``readback receipt``: what was proved, leaf by leaf."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.fail import WRONG
from gateway.cli.options import common_options, gateway_options
from gateway.cli.output import print_json
from gateway.cli.tables import print_receipt


@click.command("receipt", cls=RichCommand)
@click.argument("handoff_id")
@click.option("--destination", help="Only of this destination.")
@click.option("--problems", is_flag=True, help="Only leaves that are not verified.")
@gateway_options
@common_options
def command(
    handoff_id: str,
    destination: str | None,
    problems: bool,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Print the receipt of a handoff. Exit code 1 when a leaf is altered or missing."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        path = f"/v1/handoffs/{handoff_id}/receipt"
        rows = client.get(path, destination=destination).json()
    if as_json:
        print_json(rows)
    else:
        print_receipt(rows, only_problems=problems)
    if any(row["proof"] in ("altered", "missing") for row in rows):
        sys.exit(WRONG)
