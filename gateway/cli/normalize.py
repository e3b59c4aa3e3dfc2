"""``readback normalize``: what the gateway would make of a file, and what went where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from gateway.cli.options import common_options, read_bytes
from gateway.cli.output import print_facts, print_json, print_table, say

if TYPE_CHECKING:
    from gateway.intake.door import Reception
    from gateway.schema.scalars import Json

_LONGEST = 60


@click.command("normalize", cls=RichCommand)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--dialect", help="What the file is in; without it the file is looked at.")
@click.option("--strict", is_flag=True, help="Refuse members that the dialect does not know.")
@common_options
def command(file: str, dialect: str | None, strict: bool, config: Path, as_json: bool) -> None:
    """Read FILE ("-" for stdin) as the door would; nothing is sent and nothing is stored.

    Prints the canonical handoff before ids, provenance and privacy, and for every native value
    where it stands, that no rule read it, or why it says nothing.
    """
    from gateway.intake.door import examine

    del config  # it is an option of every command
    body = read_bytes(file)
    reception = examine(body, content_type="application/json", dialect=dialect, strict=strict)
    if as_json:
        print_json(_document(reception))
    else:
        _print(reception)


def _document(reception: Reception) -> dict[str, Json]:
    settled = reception.settled
    return {
        "dialect": reception.dialect.name,
        "handoff": settled.handoff,
        "mapped": dict(settled.mapped),
        "unmapped": settled.unmapped,
        "noise": dict(settled.noise),
    }


def _print(reception: Reception) -> None:
    import msgspec

    settled = reception.settled
    document = msgspec.json.format(msgspec.json.encode(settled.handoff), indent=2)
    click.echo(document)
    rows = [(native, ", ".join(places)) for native, places in settled.mapped.items()]
    rows += [(native, f"unmapped: {_short(value)}") for native, value in settled.unmapped.items()]
    rows += [(native, f"noise: {reason}") for native, reason in settled.noise.items()]
    click.echo()
    print_table(("in the file", "in the handoff"), rows)
    click.echo()
    print_facts(
        (
            ("dialect", f"{reception.dialect.name} {reception.dialect.version}"),
            ("mapped", str(len(settled.mapped))),
            ("unmapped", str(len(settled.unmapped))),
            ("noise", str(len(settled.noise))),
        )
    )
    for loss in (*reception.reading.loss, *settled.loss):
        say(f"{loss.path}: {loss.reason}")


def _short(value: Json) -> str:
    import msgspec

    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
