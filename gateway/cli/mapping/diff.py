"""``readback mapping diff``: two texts of a mapping, and what going over would change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich_click import RichCommand

from gateway.cli.mapping.texts import FILE, read_text
from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json

if TYPE_CHECKING:
    from gateway.cli.client import Client

TEXT = {"content-type": "application/toml"}


@click.command("diff", cls=RichCommand)
@id_argument("name")
@click.argument("file", type=FILE, required=False)
@click.option("--from", "before", default="latest", help="A revision's number, latest or preset.")
@click.option("--to", "after", default="draft", help="A revision's number, latest or draft.")
@click.option("--last", type=click.IntRange(0, 500), default=50, help="Try it on so many handoffs.")
@click.option("--show", metavar="ID", help="Show this handoff before and after, with its values.")
@gateway_options
@common_options
def diff_command(
    name: str,
    file: str | None,
    before: str,
    after: str,
    last: int,
    show: str | None,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Compare the mapping NAME with its draft, with another revision, or with FILE.

    The effect is counted on the newest handoffs; no customer's words are shown without --show.
    """
    from gateway.cli.client import open_client
    from gateway.cli.mapping.show import end

    text = read_text(file) if file else None
    query = {"from": before, "last": str(last), **({"show": show} if show else {})}
    with open_client(config, url) as client:
        document = fetch_diff(client, name, text, {**query, "to": after})
    if as_json:
        print_json(document)
    else:
        print_diff(document)
    end(document["problems"])


def fetch_diff(client: Client, name: str, text: str | None, query: dict[str, str]) -> Any:
    """The gateway's comparison; with a text, of that instead of ``to``."""
    path = f"/v1/mappings/{name}/diff"
    if text is None:
        return client.get(path, **query)
    return client.post(
        path, text.encode(), TEXT, **{key: query[key] for key in query if key != "to"}
    )


def print_diff(document: dict[str, Any]) -> None:
    """Text, problems, effect, and the one handoff that was asked for."""
    from gateway.cli.mapping.show import (
        print_effect,
        print_problems,
        print_shown,
        print_text_diff,
    )

    print_text_diff(document["text"])
    print_problems(one for one in document["problems"] if one["severity"] != "note")
    print_effect(document["effect"])
    if document["shown"]:
        print_shown(document["shown"])
