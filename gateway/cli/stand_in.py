"""``readback stand-in``: a local imitation of a vendor's API, kind or unkind."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, print_table, say


@click.command("stand-in", cls=RichCommand)
@click.argument("name")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option("--behave", multiple=True, metavar="NAME[=VALUE]", help="Be unkind in this way.")
@click.option("--behaviours", is_flag=True, help="List the ways in which it can be unkind.")
@common_options
def command(
    name: str,
    port: int,
    behave: tuple[str, ...],
    behaviours: bool,
    config: Path,
    as_json: bool,
) -> None:
    """Imitate the vendor NAME on 127.0.0.1 until Ctrl-C."""
    del config  # every command takes it; a stand-in needs nothing from it
    from gateway.cli.stand_ins import load_stand_in

    stand_in = load_stand_in(name)
    if behaviours:
        _list(stand_in, as_json)
        return
    asyncio.run(_run(stand_in, port, behave, as_json))


def _list(stand_in: Any, as_json: bool) -> None:
    rows = [(behaviour.name, behaviour.does) for behaviour in stand_in.behaviours]
    if as_json:
        print_json([{"name": name, "sentence": sentence} for name, sentence in rows])
    else:
        print_table(("behaviour", "what it does"), rows, whole=1)


async def _run(stand_in: Any, port: int, behave: tuple[str, ...], as_json: bool) -> None:
    from gateway.cli.listening import address, bind, server_of

    app = stand_in.create()
    for wish in behave:
        _turn_on(app, wish)
    with bind("127.0.0.1", port) as listener:
        _announce(stand_in, address(listener), as_json)
        await server_of(app).serve(sockets=[listener])


def _turn_on(app: Any, wish: str) -> None:
    try:
        app.switches.turn_on(wish)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--behave") from None


def _announce(stand_in: Any, url: str, as_json: bool) -> None:
    shown = stand_in.credentials[0]
    if as_json:
        auth = {"scheme": shown.scheme, **shown.members, shown.secret_member: shown.secret}
        print_json({"name": stand_in.name, "url": url, "auth": auth})
        return
    say(f"The {stand_in.title} stand-in listens on {url}. Stop it with Ctrl-C.")
    say(f"Sign in with {shown.scheme}:")
    for name, value in {**shown.members, shown.secret_member: shown.secret}.items():
        say(f"  {name} = {value}")
