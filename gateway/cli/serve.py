"""``readback serve``: the gateway, until it is told to stop."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say
from gateway.cli.serving import run, settings_of


@click.command("serve", cls=RichCommand)
@common_options
def command(config: Path, as_json: bool) -> None:
    """Run the gateway that the configuration file describes.

    On PostgreSQL any number of them share the work.
    """
    announce = partial(_announce, as_json=as_json)
    asyncio.run(run(settings_of(config), config.resolve().parent, announce))


def _announce(url: str, destinations: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"url": url, "destinations": destinations})
        return
    say(f"Readback listens on {url} and delivers to: {', '.join(destinations) or 'nobody yet'}.")
    say(f"Its interface is described at {url}/schema. Stop it with Ctrl-C.")
