"""``readback serve``: the gateway, until it is told to stop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say


@click.command("serve", cls=RichCommand)
@common_options
def command(config: Path, as_json: bool) -> None:
    """Run the gateway that the configuration file describes."""
    asyncio.run(_serve(config, config.resolve().parent, as_json))


async def _serve(config: Path, folder: Path, as_json: bool) -> None:
    from gateway.api.app import create_app
    from gateway.api.services import Services, running
    from gateway.cli.listening import address, bind, server_of
    from gateway.config.load import load_settings
    from gateway.config.secrets import secret_reader

    settings = load_settings(config)
    host, _, port = settings.gateway.listen.rpartition(":")
    secrets = secret_reader(os.environ, folder=folder)
    with bind(host, int(port)) as listener:
        async with running(settings, folder=folder, secrets=secrets) as services:

            @asynccontextmanager
            async def already() -> AsyncGenerator[Services, None]:
                yield services

            app = create_app(already, max_body=settings.gateway.max_body)
            _announce(address(listener), tuple(services.destinations), as_json)
            await server_of(app).serve(sockets=[listener])


def _announce(url: str, destinations: tuple[str, ...], as_json: bool) -> None:
    if as_json:
        print_json({"url": url, "destinations": destinations})
        return
    say(f"Readback listens on {url} and delivers to: {', '.join(destinations) or 'nobody yet'}.")
    say(f"Its interface is described at {url}/schema. Stop it with Ctrl-C.")
