"""``readback mapping list`` and ``export``: what there is, and its text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json, print_table, say
from gateway.cli.tables import moment

_MAPPINGS = ("mapping", "revision", "published", "by", "draft of", "used by")
_REVISIONS = ("revision", "published", "by", "note", "text")


@click.command("list", cls=RichCommand)
@click.argument("name", required=False)
@gateway_options
@common_options
def list_command(name: str | None, url: str | None, config: Path, as_json: bool) -> None:
    """List the mappings, or the revisions of the mapping NAME, the newest first."""
    from gateway.cli.client import open_client

    with open_client(config, url) as client:
        if name is None:
            document = client.get("/v1/mappings")
        else:
            from urllib.parse import quote

            document = client.get(f"/v1/mappings/{quote(name, safe='')}")["revisions"]
    if as_json:
        print_json(document)
    elif name is None:
        print_table(_MAPPINGS, map(_mapping, document), whole=1)
    else:
        print_table(_REVISIONS, map(_revision, document), whole=2)


def _mapping(one: dict[str, Any]) -> tuple[str, ...]:
    latest, draft = one["latest"], one["draft"]
    return (
        one["name"],
        str(latest["number"]) if latest else "preset" if one["preset"] else "-",
        moment(latest["published_at"]) if latest else "-",
        latest["author"] if latest else "-",
        draft["author"] if draft else "-",
        ", ".join(one["destinations"]) or "-",
    )


def _revision(one: dict[str, Any]) -> tuple[str, ...]:
    again = one["rolled_back_from"]
    return (
        str(one["number"]),
        moment(one["published_at"]),
        one["author"],
        f"{one['note']} (revision {again} again)" if again else one["note"],
        one["sha256"][:12],
    )


@click.command("export", cls=RichCommand)
@id_argument("name")
@click.option(
    "--revision", default="latest", help="Its number, latest, draft or preset.", show_default=True
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file; without it, to standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the file.")
@gateway_options
@common_options
def export_command(
    name: str,
    revision: str,
    output: Path | None,
    force: bool,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Print the text of the mapping NAME, byte for byte as it was published."""
    from gateway.cli.mapping.texts import write_text

    text = _text(name, revision, url, config)
    if output is not None:
        write_text(text, output, force=force)
        say(f"Written to {output}.")
    if as_json:
        print_json({"name": name, "revision": revision, "text": text})
    elif output is None:
        click.echo(text, nl=False)


def _text(name: str, revision: str, url: str | None, config: Path) -> str:
    """A preset comes with this Readback; everything else is asked of the gateway."""
    from gateway.cli.client import open_client
    from gateway.delivery.presets import preset_text

    if revision == "preset":
        return preset_text(name)
    with open_client(config, url) as client:
        return client.text(f"/v1/mappings/{name}/export", revision=revision)
