"""``readback handoffs``: what was accepted and how it stands."""

from __future__ import annotations

from pathlib import Path

import click
from rich_click import RichGroup

from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json, print_table
from gateway.cli.tables import moment, print_handoff


@click.group("handoffs", cls=RichGroup)
def command() -> None:
    """Accepted handoffs."""


@command.command("list")
@click.option("--status", help="Only these, like verified or degraded.")
@click.option("--conversation", help="Only of this conversation.")
@click.option(
    "--limit",
    type=click.IntRange(1, 200),
    default=20,
    show_default=True,
    help="How many at most.",
)
@gateway_options
@common_options
def list_command(
    status: str | None,
    conversation: str | None,
    limit: int,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """List handoffs, the newest first."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        page = client.get("/v1/handoffs", status=status, q=conversation, limit=limit)
    if as_json:
        print_json(page)
        return
    rows = [
        (entry["id"], entry["status"], moment(entry["created_at"]), entry["conversation_id"])
        for entry in page["handoffs"]
    ]
    print_table(("handoff", "status", "accepted", "conversation"), rows, whole=3)


@command.command("show")
@id_argument("handoff_id")
@gateway_options
@common_options
def show_command(handoff_id: str, url: str | None, config: Path, as_json: bool) -> None:
    """Show one handoff with its deliveries."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        document = client.get(f"/v1/handoffs/{handoff_id}")
    if as_json:
        print_json(document)
    else:
        print_handoff(document)
