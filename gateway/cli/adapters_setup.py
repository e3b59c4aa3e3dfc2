"""``readback adapters setup``: what an admin creates and permits at the vendor, once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say

if TYPE_CHECKING:
    from gateway.sdk.adapter import SetupStep


@click.command("setup")
@click.argument("name")
@click.option("--destination", help="With the mapping and settings of this destination.")
@common_options
def command(name: str, destination: str | None, config: Path, as_json: bool) -> None:
    """Print what an admin of the vendor NAME has to create and permit."""
    from gateway.delivery.setup import steps_by_default

    if destination:
        steps = asyncio.run(_steps(name, destination, config, config.resolve().parent))
    else:
        steps = steps_by_default(name)
    if as_json:
        print_json({"vendor": name, "steps": steps})
    elif steps:
        _print(steps)
    else:
        say(f"Nothing has to be created at {name}; its guide says which permissions it needs.")


async def _steps(name: str, destination: str, config: Path, folder: Path) -> tuple[SetupStep, ...]:
    from gateway.cli.account import opened
    from gateway.config.load import load_settings
    from gateway.delivery.setup import steps_of
    from gateway.sdk.errors import ConfigurationError

    async with opened(load_settings(config), destination, folder) as (account, _):
        adapter = account.adapter.manifest.name
        if adapter != name:
            raise ConfigurationError(
                f'The destination "{destination}" is of the adapter "{adapter}", not "{name}".'
            )
        return steps_of(account)


def _print(steps: tuple[SetupStep, ...]) -> None:
    for number, step in enumerate(steps, start=1):
        click.echo(f"{number}. {step.title}")
        for line in step.lines:
            click.echo(f"   - {line}")
