"""``readback dead``: the deliveries that nobody will get unless a person acts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec
from rich_click import RichGroup

from gateway.cli.deliveries import replay_all
from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json, say
from gateway.cli.replaying import (
    Filter,
    filter_options,
    limit_option,
    one_page,
    print_found,
    rate_option,
)

# Refused by the vendor, or given up after the last attempt.
DEAD = "dead,failed"
_SOME_REFUSED = 6


@click.group("dead", cls=RichGroup)
def command() -> None:
    """Deliveries that failed or were given up, with everything kept."""


@command.command("list")
@filter_options
@limit_option
@gateway_options
@common_options
def list_command(
    limit: int, url: str | None, config: Path, as_json: bool, **wanted: str | None
) -> None:
    """List them, the newest first."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        page = one_page(client, Filter(status=DEAD, **wanted), limit)
    if as_json:
        print_json(page)
    else:
        print_found(page["deliveries"], page["total"])


@command.command("replay")
@filter_options
@click.option("--current-mapping", is_flag=True, help="Begin anew with the mapping in force.")
@click.option("--dry-run", is_flag=True, help="Only say how many there are.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@rate_option
@gateway_options
@common_options
def replay_command(
    current_mapping: bool,
    dry_run: bool,
    yes: bool,
    rate: float,
    url: str | None,
    config: Path,
    as_json: bool,
    **wanted: str | None,
) -> None:
    """Try all of a filter once more; without one, all there are."""
    from gateway.cli.client import open_client

    chosen = Filter(status=DEAD, **wanted)
    with open_client(config, url) as client:
        if not (dry_run or yes):
            total = one_page(client, chosen, 1)["total"]
            click.confirm(f"Replay {total} deliveries?", abort=True, err=True)
        is_whole = replay_all(
            client,
            chosen,
            current_mapping=current_mapping,
            dry_run=dry_run,
            rate=rate,
            as_json=as_json,
        )
    if not is_whole:
        sys.exit(_SOME_REFUSED)


@command.command("discard")
@id_argument("delivery_id")
@click.option("--reason", required=True, help="Why it need not be delivered.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@gateway_options
@common_options
def discard_command(
    delivery_id: str, reason: str, yes: bool, url: str | None, config: Path, as_json: bool
) -> None:
    """Say that one need not be made; everything about it is kept."""
    from gateway.cli.client import open_client

    if not yes:
        click.confirm("Nobody will get this handoff from here. Discard it?", abort=True, err=True)
    body = msgspec.json.encode({"reason": reason})
    with open_client(config, url) as client:
        headers = {"content-type": "application/json"}
        document = client.post(f"/v1/deliveries/{delivery_id}/discard", body, headers)
    if as_json:
        print_json(document)
    else:
        say("It is discarded; the reason is kept with it.")
