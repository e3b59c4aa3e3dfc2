"""``readback adapters``: what each can do, what its vendor's objects look like, and new ones."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich_click import RichGroup

from gateway.cli import adapters_setup
from gateway.cli.kit import new
from gateway.cli.options import common_options
from gateway.cli.output import print_json, print_table, say
from gateway.cli.tables import moment

if TYPE_CHECKING:
    from gateway.delivery.destination import Described
    from gateway.sdk.manifest import Choice, Target, TargetField

# Values of a picklist that a table shows; all of them are in --json.
_SHOWN = 6


@click.group("adapters", cls=RichGroup)
def command() -> None:
    """Adapters, and the vendors' objects that mappings fill."""


command.add_command(new.command)
command.add_command(adapters_setup.command)


@command.command("list")
@common_options
def list_command(config: Path, as_json: bool) -> None:
    """List the adapters with what each can do."""
    from gateway.delivery.capabilities import capabilities

    del config
    found = capabilities()
    if as_json:
        print_json({"adapters": found})
        return
    columns = ("adapter", "vendor", "delivers", "known objects", "sign-in", "can")
    rows = [
        (
            one.name,
            one.title,
            "yes" if one.delivers else "not yet",
            ", ".join(one.objects),
            ", ".join(one.auth) or "-",
            ", ".join(one.can) or "-",
        )
        for one in found
    ]
    print_table(columns, rows, whole=1)


@command.command("describe")
@click.argument("name")
@click.option("--object", "object_", help="The vendor's object; without it, the first.")
@click.option("--destination", help="Ask the vendor of this configured destination, and keep it.")
@click.option(
    "--file",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The vendor's own describe document, saved from the account.",
)
@common_options
def describe_command(
    name: str,
    object_: str | None,
    destination: str | None,
    file: Path | None,
    config: Path,
    as_json: bool,
) -> None:
    """Show what a mapping may fill of an object of the vendor NAME."""
    if destination and file:
        raise click.UsageError("Give --destination or --file, not both.")
    described: Described | None = None
    if destination:
        folder = config.resolve().parent
        described = asyncio.run(_ask(name, object_, destination, config, folder))
    target = described.target if described else _known(name, object_, file)
    if as_json:
        print_json(_document(name, target, described))
        return
    _print(target)
    if described:
        say(
            f"As {destination} said at {moment(described.fetched_at)}. A gateway that runs takes it"
        )
        say("up within seconds, and asks anew every day.")


def _known(name: str, object_: str | None, file: Path | None) -> Target:
    from gateway.delivery.schemas import described_object, vendor_object, vendor_objects

    wanted = object_ or vendor_objects(name).targets[0].object
    if file is None:
        return vendor_object(name, wanted)
    return described_object(name, wanted, _read(file))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        raise click.BadParameter("it cannot be read.", param_hint=f"'{file}'") from None


async def _ask(
    name: str, object_: str | None, destination: str, config: Path, folder: Path
) -> Described:
    from gateway.cli.account import opened
    from gateway.config.load import load_settings
    from gateway.delivery.schema_cache import describe_destination
    from gateway.sdk.errors import ConfigurationError

    async with opened(load_settings(config), destination, folder) as (account, store):
        if account.adapter.manifest.name != name:
            raise ConfigurationError(
                f'The destination "{destination}" is of the adapter'
                f' "{account.adapter.manifest.name}", not "{name}".'
            )
        return await describe_destination(account, store, object_)


def _document(name: str, target: Target, described: Described | None) -> dict[str, Any]:
    from gateway.delivery.schemas import schema_sha256

    return {
        "vendor": name,
        "object": target.object,
        "label": target.label,
        "sha256": schema_sha256(target),
        "fetched_at": described.fetched_at if described else None,
        "capsule": target.capsule,
        "fields": [_field(field) for field in target.fields],
    }


def _field(field: TargetField) -> dict[str, Any]:
    return {
        "field": field.name,
        "label": field.label,
        "kind": field.kind,
        "length": field.limit.size if field.limit else None,
        "unit": field.limit.unit if field.limit else None,
        "choices": field.choices,
        "restricted": bool(field.choices) and field.restricted,
        "required": field.required,
        "writable": not field.read_only,
        "reason": field.read_only or None,
        "external_id": field.external_id,
        "remark": field.remark or None,
    }


def _print(target: Target) -> None:
    columns = ("field", "label", "kind", "length", "required", "writable", "choices", "remark")
    rows = [
        (
            field.name,
            field.label,
            field.kind,
            f"{field.limit.size} {field.limit.unit}" if field.limit else "-",
            "yes" if field.required else "-",
            f"no: {field.read_only}" if field.read_only else "yes",
            _choices(field.choices),
            "; ".join(filter(None, ("external ID" if field.external_id else "", field.remark))),
        )
        for field in target.fields
    ]
    print_table(columns, rows, whole=1)


def _choices(choices: Iterable[Choice]) -> str:
    offered = [choice for choice in choices if choice.active]
    shown = [
        choice.value if choice.label in ("", choice.value) else f"{choice.value} ({choice.label})"
        for choice in offered[:_SHOWN]
    ]
    more = len(offered) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more > 0 else [])]) or "-"
