"""``readback mapping init``: a commented mapping for a vendor's real object that compiles."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich_click import RichCommand

from gateway.cli.mapping.texts import Where, read_bytes, side_options, write_text
from gateway.cli.options import common_options
from gateway.cli.output import print_json, say

if TYPE_CHECKING:
    from gateway.delivery.checking import VendorSide

_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@click.command("init", cls=RichCommand)
@click.option("--vendor", help="The vendor, like an adapter's name; readback adapters list.")
@click.option("--object", "object_", help="The vendor's object; without it, the first.")
@click.option("--name", help="The mapping's name; without it, made from vendor and object.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file; without it, to standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@side_options
@common_options
def init_command(
    vendor: str | None,
    object_: str | None,
    name: str | None,
    output: Path | None,
    force: bool,
    destination: str | None,
    describe: Path | None,
    config: Path,
    as_json: bool,
) -> None:
    """Write a first mapping, commented, for the fields that the vendor's object really has."""
    from gateway.delivery.checking import check_text
    from gateway.delivery.starter.write import starter

    where = Where(config=config, destination=destination, describe=describe)
    side = _side(vendor, object_, where)
    name = name or _name(side)
    text = starter(side, name)
    _write(text, output, force=force, as_json=as_json)
    if as_json:
        found = check_text(text, [side])
        document = {
            "name": name,
            "vendor": side.schema.vendor,
            "object": side.schema.object,
            "file": str(output) if output else None,
            "text": text,
            "problems": found.problems,
            "coverage": found.coverage,
        }
        print_json(document)


def _side(vendor: str | None, object_: str | None, where: Where) -> VendorSide:
    from gateway.delivery.checking import known_side
    from gateway.delivery.schemas import vendor_objects

    if where.destination:
        if vendor or object_ or where.describe:
            raise click.UsageError("--destination says already which vendor and object it is.")
        return asyncio.run(_account_side(where, where.destination))
    if vendor is None:
        raise click.UsageError("Say which --vendor, or which --destination.")
    wanted = object_ or vendor_objects(vendor).targets[0].object
    document = read_bytes(str(where.describe)) if where.describe else None
    return known_side(vendor, wanted, document)


async def _account_side(where: Where, destination: str) -> VendorSide:
    from gateway.cli.account import opened
    from gateway.config.load import load_settings
    from gateway.delivery.checking import side_of

    folder = where.config.resolve().parent
    async with opened(load_settings(where.config), destination, folder) as (account, _):
        return side_of(account)


def _name(side: VendorSide) -> str:
    words = f"{side.schema.vendor} {side.schema.object}".lower()
    return _NOT_IN_NAMES.sub("-", words).strip("-")


def _write(text: str, output: Path | None, *, force: bool, as_json: bool) -> None:
    if output is None:
        if not as_json:
            click.echo(text, nl=False)
        return
    write_text(text, output, force=force)
    say(f"Written to {output}. Check it after every change: readback mapping check {output}")
