"""``readback keys``: API keys; the store keeps only their hashes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
from rich_click import RichGroup

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say
from gateway.store.scopes import SCOPES


@click.group("keys", cls=RichGroup)
def command() -> None:
    """API keys for bots, admins and operators."""


@command.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(sorted(SCOPES)),
    help="What the key may do; give it several times for several scopes.",
)
@common_options
def create_command(name: str, scopes: tuple[str, ...], config: Path, as_json: bool) -> None:
    """Make a key and print it once; nobody can print it again."""
    key = asyncio.run(_create(name, scopes, config, config.resolve().parent))
    if as_json:
        print_json({"name": name, "key": key, "scopes": scopes})
        return
    say(f"The key {name}, for {', '.join(scopes)}. Keep it now: it is not shown again.")
    click.echo(key)


async def _create(name: str, scopes: tuple[str, ...], config: Path, folder: Path) -> str:
    from gateway.config.load import load_settings
    from gateway.store.api_keys import mint
    from gateway.store.open import store_of

    settings = load_settings(config)
    store = store_of(settings.gateway, folder=folder, exclusive=False)
    await store.open()
    try:
        key, row = mint(name, scopes)
        await store.add_key(row)
    finally:
        await store.close()
    return key
