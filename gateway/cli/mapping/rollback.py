"""``readback mapping rollback``: an old revision's text becomes the next revision."""

from __future__ import annotations

from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.mapping.diff import fetch_diff, print_diff
from gateway.cli.mapping.publish import (
    confirm,
    end_where_refused,
    latest_number,
    required_note,
    send,
    tell,
)
from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json


@click.command("rollback", cls=RichCommand)
@id_argument("name")
@click.argument("revision", type=int)
@click.option("--note", help="Why: the others read it in the list of revisions.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and publish nothing.")
@gateway_options
@common_options
def rollback_command(
    name: str,
    revision: int,
    note: str | None,
    yes: bool,
    dry_run: bool,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Publish the text of an old REVISION of NAME again, as a new revision."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        seen = latest_number(client, name)
        difference = fetch_diff(client, name, None, {"from": "latest", "to": str(revision)})
        if not as_json:
            print_diff(difference)
        end_where_refused(difference, as_json=as_json, strict=False)
        if dry_run:
            if as_json:
                print_json({"diff": difference})
            return
        confirm(f"Publish revision {revision} of {name} again, as revision {seen + 1}?", yes=yes)
        asked = {"revision": revision, "note": required_note(note), "expected": seen, "last": 0}
        document = send(client, f"/v1/mappings/{name}/rollback", asked)
    tell(document, difference, as_json=as_json)
