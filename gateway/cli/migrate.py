"""``readback migrate``: brings the store to this version's schema, and says what it did."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say


@click.command("migrate", cls=RichCommand)
@common_options
def command(config: Path, as_json: bool) -> None:
    """Bring the store to this version's schema; readback serve does so at its start, too."""
    done = asyncio.run(_migrate(config, config.resolve().parent))
    if as_json:
        print_json({"done": done})
        return
    for step in done:
        say(f"Done: {step}")
    if not done:
        say("The store has this version's schema: nothing to do.")


async def _migrate(config: Path, folder: Path) -> tuple[str, ...]:
    from gateway.config.load import load_settings
    from gateway.store.open import store_of

    return await store_of(load_settings(config).gateway, folder=folder).migrate()
