"""``readback send``: hand over what a file or stdin holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.fail import REFUSED
from gateway.cli.options import common_options, gateway_options
from gateway.cli.output import print_json, print_table


@click.command("send", cls=RichCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--dialect", help="What the file is in; without it the gateway looks.")
@click.option("--strict", is_flag=True, help="Refuse members that the schema does not know.")
@click.option("--wait", type=click.IntRange(0, 60), default=0, help="Seconds to wait for proof.")
@click.option("--idempotency-key", help="The same key and body are accepted once.")
@gateway_options
@common_options
def command(
    file: str,
    dialect: str | None,
    strict: bool,
    wait: int,
    idempotency_key: str | None,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Send FILE ("-" for stdin) to the gateway."""
    from gateway.cli.client import open_client

    body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    headers = {"content-type": "application/json"}
    if wait:
        headers["prefer"] = f"wait={wait}"
    if idempotency_key:
        headers["idempotency-key"] = idempotency_key
    query = {"strict": "1"} if strict else {}
    if dialect:
        query["dialect"] = dialect
    with open_client(config, url) as client:
        document = client.post("/v1/handoffs", body, headers, **query).json()
    _show(document, as_json)
    if document["status"] in ("failed", "dead"):
        sys.exit(REFUSED)


def _show(document: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    rows = [("handoff", document["id"]), ("status", document["status"])]
    for delivery in document.get("deliveries", ()):
        item = delivery["work_item"]
        rows.append(
            (delivery["destination"], f"{delivery['status']} {item['url'] if item else ''}")
        )
    print_table("", ("", ""), rows)
