"""``readback mapping publish``: show what changes, ask, and make it the next revision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich_click import RichCommand

from gateway.cli.mapping.texts import FILE, read_text
from gateway.cli.options import common_options, gateway_options, id_argument
from gateway.cli.output import print_json, say

if TYPE_CHECKING:
    from gateway.cli.client import Client

JSON = {"content-type": "application/json"}


@click.command("publish", cls=RichCommand)
@id_argument("name")
@click.argument("file", type=FILE, required=False)
@click.option("--note", help="Why: the others read it in the list of revisions.")
@click.option(
    "--expected",
    type=int,
    help="The latest revision you have seen, 0 for none; without it, the latest there is.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Show what would be sent, and publish nothing.")
@click.option(
    "--strict", is_flag=True, help="Do not publish where there are warnings; exit with 3."
)
@gateway_options
@common_options
def publish_command(
    name: str,
    file: str | None,
    note: str | None,
    expected: int | None,
    yes: bool,
    dry_run: bool,
    strict: bool,
    url: str | None,
    config: Path,
    as_json: bool,
) -> None:
    """Publish FILE ("-" for stdin), or the draft, under NAME; deliveries use it from then on.

    Exit code 6 where somebody else has published meanwhile.
    """
    from gateway.cli.client import open_client
    from gateway.cli.mapping.diff import fetch_diff, print_diff
    from gateway.cli.mapping.show import end

    text = read_text(file) if file else None
    with open_client(config, url) as client:
        seen = latest_number(client, name) if expected is None else expected
        difference = fetch_diff(client, name, text, {"from": "latest", "to": "draft"})
        if not as_json:
            print_diff(difference)
        end_where_refused(difference, as_json=as_json, strict=strict)
        if dry_run:
            _rehearse(client, name, text, difference, as_json=as_json)
            return
        confirm(f"Publish {name} as revision {seen + 1}?", yes=yes)
        asked = {"note": required_note(note), "expected": seen, "text": text, "last": 0}
        document = send(client, f"/v1/mappings/{name}/publish", asked)
    tell(document, difference, as_json=as_json)
    end((), strict=strict)


def latest_number(client: Client, name: str) -> int:
    """The number of the latest revision; 0 where nothing was published under this name."""
    mappings = {one["name"]: one for one in client.get("/v1/mappings")}
    latest = mappings.get(name, {}).get("latest")
    return int(latest["number"]) if latest else 0


def required_note(note: str | None) -> str:
    """The note of a revision: who rolls back in a year wants to know why."""
    if note is None or not note.strip():
        raise click.UsageError("Say why, with --note.")
    return note


def confirm(question: str, *, yes: bool) -> None:
    """Go on only with --yes or a person's consent."""
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise click.UsageError("Nobody can be asked here; give --yes.")
    click.confirm(question, abort=True, err=True)


def send(client: Client, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Post a JSON object, without the members that are None."""
    import msgspec

    body = msgspec.json.encode({key: value for key, value in asked.items() if value is not None})
    document: dict[str, Any] = client.post(path, body, JSON)
    return document


def end_where_refused(document: dict[str, Any], *, as_json: bool, strict: bool) -> None:
    """Exit before anything is published where the text has errors, or warnings under --strict."""
    from gateway.cli.mapping.show import end

    severities = {problem["severity"] for problem in document["problems"]}
    if as_json and ("error" in severities or (strict and "warning" in severities)):
        print_json({"problems": document["problems"]})
    end(document["problems"], strict=strict)


def tell(document: dict[str, Any], difference: dict[str, Any], *, as_json: bool) -> None:
    """What was published, and who delivers with it."""
    if as_json:
        print_json({**document, "effect": difference["effect"]})
        return
    number, using = document["revision"]["number"], ", ".join(document["destinations"])
    say(f"Published {document['name']} as revision {number}; used by: {using or 'nobody yet'}.")


def _rehearse(
    client: Client, name: str, text: str | None, difference: dict[str, Any], *, as_json: bool
) -> None:
    from gateway.cli.fail import WRONG
    from gateway.cli.mapping.runs import print_runs

    runs: Any = send(client, f"/v1/mappings/{name}/dry-run", {"text": text})
    if as_json:
        print_json({"diff": difference, "runs": runs})
    else:
        print_runs(runs)
    if any(run["problem"] for run in runs):
        sys.exit(WRONG)
