"""``readback receipt``: what was proved, leaf by leaf."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.fail import WRONG
from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json, say
from gateway.cli.tables import print_receipt

_NONE = "There is no receipt yet. How it stands: readback handoffs show ID"


@click.command("receipt", cls=RichCommand)
@id_argument("handoff_id")
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
        rows = client.get(f"/v1/handoffs/{handoff_id}/receipt", destination=destination)
    shown = [row for row in rows if not problems or row["proof"] != "verified"]
    if as_json:
        print_json(shown)
    elif shown:
        print_receipt(shown)
    else:
        say("Every leaf is verified." if rows else _NONE)
    # Without a receipt nothing is proved, and nothing may pass for proved that is not.
    if not rows or any(row["proof"] in ("altered", "missing") for row in rows):
        sys.exit(WRONG)
