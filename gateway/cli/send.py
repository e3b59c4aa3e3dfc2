"""``readback send``: hand over what a file or stdin holds."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.fail import REFUSED, WRONG
from gateway.cli.options import common_options, gateway_options, read_bytes
from gateway.cli.output import print_json, say
from gateway.cli.tables import print_handoff

_CODES = {"degraded": WRONG, "failed": REFUSED, "dead": REFUSED}


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
    """Send FILE ("-" for stdin). Exit code 1 if it arrived degraded, 5 if it was refused."""
    from gateway.cli.client import open_client

    body = read_bytes(file)
    headers = {"content-type": "application/json"}
    if wait:
        headers["prefer"] = f"wait={wait}"
    if idempotency_key:
        headers["idempotency-key"] = idempotency_key
    query = {"strict": "1"} if strict else {}
    if dialect:
        query["dialect"] = dialect
    with open_client(config, url) as client:
        document = client.post("/v1/handoffs", body, headers, **query)
    if as_json:
        print_json(document)
    else:
        print_handoff(document)
    if wait and "deliveries" not in document:
        say(f"Not proved within {wait} s. How it stands: readback handoffs show {document['id']}")
    if code := _CODES.get(document["status"]):
        sys.exit(code)
