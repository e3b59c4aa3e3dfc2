"""``readback deliveries``: find them, look into one, and have them made once more."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich_click import RichGroup

from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_facts, print_json, print_table, say
from gateway.cli.replaying import (
    Filter,
    each,
    filter_options,
    found,
    limit_option,
    one_page,
    print_found,
)
from gateway.cli.tables import delivery_facts

if TYPE_CHECKING:
    from gateway.cli.client import Client

_JSON = {"content-type": "application/json"}


@click.group("deliveries", cls=RichGroup)
def command() -> None:
    """Deliveries to destinations."""


@command.command("list")
@click.option("--status", help="Only these: dead,failed")
@filter_options
@limit_option
@gateway_options
@common_options
def list_command(
    limit: int, url: str | None, config: Path, as_json: bool, **wanted: str | None
) -> None:
    """List deliveries, the newest first."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        page = one_page(client, Filter(**wanted), limit)
    if as_json:
        print_json(page)
    else:
        print_found(page["deliveries"], page["total"])


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


@command.command("replay")
@id_argument("delivery_id")
@click.option("--current-mapping", is_flag=True, help="Begin anew with the mapping in force.")
@gateway_options
@common_options
def replay_command(
    delivery_id: str, current_mapping: bool, url: str | None, config: Path, as_json: bool
) -> None:
    """Try a delivery that has ended once more, as it was."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        document = replay(client, delivery_id, current_mapping=current_mapping)
    if as_json:
        print_json(document)
    else:
        say(f"It is owed again: readback deliveries show {delivery_id}")


def replay(client: Client, delivery_id: str, *, current_mapping: bool) -> Any:
    """Have one delivery made once more."""
    mapping = b"current" if current_mapping else b"as_was"
    body = b'{"mapping":"' + mapping + b'"}'
    return client.post(f"/v1/deliveries/{delivery_id}/replay", body, _JSON)


def replay_all(
    client: Client,
    wanted: Filter,
    *,
    current_mapping: bool,
    dry_run: bool,
    rate: float,
    as_json: bool,
) -> bool:
    """Replay every delivery of a filter, or say how many there are; whether all were taken."""
    ids = [one["id"] for one in found(client, wanted)]
    if dry_run:
        _say_so(as_json, {"found": len(ids)}, f"{len(ids)} would be replayed.")
        return True
    tally = each(ids, lambda id_: replay(client, id_, current_mapping=current_mapping), rate=rate)
    document = {
        "replayed": tally.done,
        "refused": [{"id": id_, "detail": why} for id_, why in tally.refused],
    }
    _say_so(as_json, document, f"{len(tally.done)} of {len(ids)} are owed again.")
    for id_, why in tally.refused:
        say(f"{id_}: {why}")
    return not tally.refused


def _say_so(as_json: bool, document: dict[str, Any], text: str) -> None:
    if as_json:
        print_json(document)
    else:
        click.echo(text)


def _row(exchange: dict[str, Any]) -> tuple[str, ...]:
    phase = exchange["phase"] + (f" {exchange['round']}" if exchange["round"] else "")
    request = f"{exchange['method']} {exchange['path']}"
    answer = str(exchange["status"] or "no answer")
    return (phase, exchange["step"], request, answer, str(exchange["attempt"]))
