"""``readback worker``: delivers what other processes accept, and accepts nothing itself."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say
from gateway.cli.serving import run, settings_of
from gateway.sdk.errors import ConfigurationError


@click.command("worker", cls=RichCommand)
@click.option(
    "--listen",
    metavar="HOST:PORT",
    help="Where health and metrics are; without it, what the configuration file says.",
)
@common_options
def command(listen: str | None, config: Path, as_json: bool) -> None:
    """Deliver what gateways on the same PostgreSQL store accept; answer only health and metrics."""
    settings = settings_of(config)
    if settings.gateway.store.startswith("sqlite:"):
        raise ConfigurationError(
            "A worker shares a PostgreSQL store. On SQLite the one readback serve delivers."
        )
    announce = partial(_announce, as_json=as_json)
    folder = config.resolve().parent
    asyncio.run(run(settings, folder, announce, listen=listen, delivers_only=True))


def _announce(url: str, destinations: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"url": url, "destinations": destinations})
        return
    say(f"This worker delivers to: {', '.join(destinations) or 'nobody yet'}.")
    say(f"Its health is at {url}/health/ready. Stop it with Ctrl-C.")
