"""``readback handoffs``: what was accepted and how it stands."""

from __future__ import annotations

from pathlib import Path

import click
from rich_click import RichGroup

from gateway.cli.options import common_options, gateway_options
from gateway.cli.output import print_json, print_table
from gateway.cli.tables import print_deliveries


@click.group("handoffs", cls=RichGroup)
def command() -> None:
    """Accepted handoffs."""


@command.command("list")
@click.option("--status", help="Only these, like verified or degraded.")
@click.option("--conversation", help="Only of this conversation.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
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
    """Newest first."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        page = client.get("/v1/handoffs", status=status, q=conversation, limit=limit).json()
    if as_json:
        print_json(page)
        return
    rows = [
        (entry["id"], entry["status"], entry["conversation_id"], entry["created_at"])
        for entry in page["handoffs"]
    ]
    print_table("", ("handoff", "status", "conversation", "accepted"), rows)


@command.command("show")
@click.argument("handoff_id")
@gateway_options
@common_options
def show_command(handoff_id: str, url: str | None, config: Path, as_json: bool) -> None:
    """One handoff with its deliveries."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        document = client.get(f"/v1/handoffs/{handoff_id}").json()
    if as_json:
        print_json(document)
    else:
        print_deliveries(document)
