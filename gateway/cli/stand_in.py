"""``readback stand-in``: local imitations of the vendors' APIs, kind or unkind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.options import common_options
from gateway.cli.output import print_json, print_table, say

ALL = "all"


@click.command("stand-in", cls=RichCommand)
@click.argument("name")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free one.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Where it listens; anything else only in a closed network: its secrets are public.",
)
@click.option("--behave", multiple=True, metavar="NAME[=VALUE]", help="Be unkind in this way.")
@click.option("--behaviours", is_flag=True, help="List the ways in which it can be unkind.")
@common_options
def command(
    name: str,
    port: int,
    host: str,
    behave: tuple[str, ...],
    behaviours: bool,
    config: Path,
    as_json: bool,
) -> None:
    """Imitate the vendor NAME, or all vendors, until Ctrl-C."""
    del config  # every command takes it; a stand-in needs nothing from it
    from gateway.cli.stand_ins import load_stand_in, stand_in_names

    names = stand_in_names() if name == ALL else (name,)
    if name == ALL and (port or behave or behaviours):
        raise click.UsageError('With "all", every stand-in is kind and takes a free port.')
    stand_ins = [load_stand_in(one) for one in names]
    if behaviours:
        _list(stand_ins[0], as_json)
        return
    asyncio.run(_run(stand_ins, (host, port), behave, as_json))


def _list(stand_in: Any, as_json: bool) -> None:
    rows = [(behaviour.name, behaviour.does) for behaviour in stand_in.behaviours]
    if as_json:
        print_json([{"name": name, "sentence": sentence} for name, sentence in rows])
    else:
        print_table(("behaviour", "what it does"), rows, whole=1)


async def _run(
    stand_ins: list[Any], where: tuple[str, int], behave: tuple[str, ...], as_json: bool
) -> None:
    """Serve each in this loop; the first signal ends them all."""
    from gateway.cli.listening import address, bind, server_of

    with ExitStack() as stack:
        served: list[tuple[Any, Any, str]] = []
        for stand_in in stand_ins:
            app = stand_in.create()
            for wish in behave:
                _turn_on(app, wish)
            listener = stack.enter_context(bind(*where))
            _announce(stand_in, address(listener), as_json)
            served.append((server_of(app), listener, address(listener)))
        if len(stand_ins) > 1:
            _show_destinations(zip(stand_ins, (url for _, _, url in served), strict=True), as_json)
        await _serve([(server, listener) for server, listener, _ in served])


async def _serve(served: list[tuple[Any, Any]]) -> None:
    tasks = [asyncio.ensure_future(server.serve(sockets=[listener])) for server, listener in served]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for server, _ in served:
        server.should_exit = True
    await asyncio.gather(*tasks)


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


def _show_destinations(stand_ins: Iterable[tuple[Any, str]], as_json: bool) -> None:
    """What to paste, on stdout: the tables, and above each the variable that it reads."""
    from gateway.cli.stand_ins import destination_toml

    if as_json:
        return
    for stand_in, url in stand_ins:
        variable = f"{stand_in.name.upper()}_SECRET"
        click.echo(f"# export {variable}='{stand_in.credentials[0].secret}'")
        click.echo(destination_toml(stand_in, url, variable))
