"""``readback mapping preview``: what an agent would see of a handoff, before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich_click import RichCommand

from gateway.cli.mapping.texts import (
    FILE,
    Where,
    check_for,
    read_bytes,
    read_text,
    side_options,
)
from gateway.cli.options import common_options, gateway_options
from gateway.cli.output import print_json

_EXAMPLE = "duplicate-charge"
_MOST_BYTES = 16 * 1024 * 1024


@click.command("preview", cls=RichCommand)
@click.argument("file", type=FILE)
@click.option("--handoff", type=FILE, help="A handoff to try it on; without it, an example.")
@click.option("--dialect", help="What the handoff is in; without it Readback looks.")
@click.option("--id", "handoff_id", help="A handoff that a running gateway has accepted.")
@click.option("--strict", is_flag=True, help="Exit with 3 where there are warnings.")
@side_options
@gateway_options
@common_options
def preview_command(
    file: str,
    handoff: str | None,
    dialect: str | None,
    handoff_id: str | None,
    strict: bool,
    destination: str | None,
    describe: Path | None,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Show what the mapping in FILE makes of a handoff. Nothing is stored and nothing is sent."""
    from gateway.cli.mapping.show import end

    if handoff and handoff_id:
        raise click.UsageError("Give --handoff or --id, not both.")
    text = read_text(file)
    if handoff_id:
        asked = {"mapping": text, "handoff_id": handoff_id, "destination": destination}
        document = _remote(asked, url, config)
    else:
        where = Where(config=config, destination=destination, describe=describe)
        document = _local(text, where, _body(handoff), dialect)
    if as_json:
        print_json(document)
    else:
        _print(document)
    end(document["problems"], strict=strict)


def _body(handoff: str | None) -> bytes:
    from gateway.cli.examples import load_examples

    return read_bytes(handoff) if handoff else dict(load_examples())[_EXAMPLE]


def _remote(asked: dict[str, str | None], url: str | None, config: Path) -> dict[str, Any]:
    import msgspec

    from gateway.cli.client import open_client

    body = msgspec.json.encode({name: value for name, value in asked.items() if value})
    with open_client(config, url) as client:
        document: dict[str, Any] = client.post(
            "/v1/preview", body, {"content-type": "application/json"}
        )
    return document


def _local(text: str, where: Where, body: bytes, dialect: str | None) -> dict[str, Any]:
    from msgspec import to_builtins

    from gateway.delivery.preview import Preview, preview
    from gateway.intake.door import receive
    from gateway.store.clock import new_id, now

    received = receive(
        body,
        content_type="application/json",
        dialect=dialect,
        strict=False,
        new_id=new_id,
        received_at=now(),
        max_body=_MOST_BYTES,
    )
    found, side = check_for(where, text)
    made = Preview(object=found.side.schema.object, problems=found.problems)
    if found.plan is not None:
        made = preview(
            received.handoff,
            received.package,
            found.plan,
            visible=side.visible,
            vendor=found.side.schema,
            problems=found.problems,
        )
    document: dict[str, Any] = to_builtins(made)
    return document


def _print(document: dict[str, Any]) -> None:
    from gateway.cli.mapping.show import print_problems, short
    from gateway.cli.output import print_facts, print_table, visible
    from gateway.cli.tables import by_fate, counted

    print_problems(document["problems"])
    if not document["leaves"]:
        return
    rows = [
        (field["name"], short(field["value"]), field["fate"] or "fixed", ", ".join(field["leaves"]))
        for field in document["fields"]
    ]
    print_table(("field", "value", "fate", "from"), rows, whole=1)
    note, capsule = document["note"], document["capsule"]
    if note:
        click.echo(f"\n--- {note['field']} ({note['format']})")
        click.echo("\n".join(visible(line) for line in note["body"].splitlines()))
        click.echo("---")
    click.echo()
    facts = [("fates", counted(by_fate(document["fates"])))]
    if capsule:
        facts.append(("capsule", f"{capsule['kind']} {capsule['name']}, {capsule['bytes']} bytes"))
        if capsule["withheld"]:
            facts.append(("withheld", ", ".join(capsule["withheld"])))
    print_facts(facts)
