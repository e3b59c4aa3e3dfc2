"""``readback adapters new``: a package to begin an adapter with."""

from __future__ import annotations

from pathlib import Path

import click

from gateway.cli.options import common_options
from gateway.cli.output import print_json, say


@click.command("new")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default=False,
    help="Where its folder goes; without it, here.",
)
@common_options
def command(name: str, into: Path, config: Path, as_json: bool) -> None:
    """Write the package of a new adapter NAME, with a stand-in and a red contract test."""
    from gateway.cli.kit.render import render

    del config  # every command takes it; a new package needs nothing from it
    folder = render(name, into)
    if as_json:
        print_json({"folder": str(folder)})
        return
    click.echo(str(folder))
    say("Install it beside the gateway, and let its contract test say what to do next:")
    say(f"  cd {folder}")
    say("  pip install -e '.[tests]'")
    say("  pytest")
