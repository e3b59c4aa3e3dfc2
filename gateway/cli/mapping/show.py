"""How problems, coverage, differences and effects look in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click
import msgspec

from gateway.cli.fail import WARNED, WRONG
from gateway.cli.output import print_table, stdout, visible

_SEVERITY = {"error": "bold red", "warning": "yellow", "note": "dim"}
_LINES = {"+": "green", "-": "red", "@": "cyan"}
# Characters of a value in a table; the whole of it is in --json.
_SHOWN = 100
_MOST_NAMED = 8


def print_problems(problems: Iterable[Mapping[str, Any]]) -> None:
    """A line for each problem: how bad, its code, its line, what to do."""
    from rich.text import Text

    console = stdout()
    for problem in problems:
        severity = problem["severity"]
        where = f" line {problem['line']}" if problem["line"] else ""
        line = Text.assemble(
            (f"{severity:7}", _SEVERITY[severity]),
            f" {problem['code']}{where}: {visible(problem['message'])}",
        )
        console.print(line, soft_wrap=True)


def print_coverage(coverage: Mapping[str, Any]) -> None:
    """Where each kind of leaf can go, and which can come out as another's value.

    Nothing of a file that could not be read.
    """
    if not coverage["total"]:
        return
    withheld = f", {coverage['withheld']} withheld" if coverage["withheld"] else ""
    click.echo(
        f"of {coverage['total']} leaves: {coverage['fields']} in fields, {coverage['note']} in the"
        f" note, {coverage['capsule']} only in the capsule, {coverage['nowhere']} nowhere{withheld}"
    )
    if coverage["narrowed"]:
        click.echo(f"narrowed: {_named(coverage['narrowed'])}")


def print_text_diff(lines: Sequence[str]) -> None:
    """A unified diff; coloured in a terminal only."""
    from rich.text import Text

    console = stdout()
    if not lines:
        click.echo("The texts are the same.")
    for line in lines:
        console.print(Text(visible(line), style=_LINES.get(line[:1], "")), soft_wrap=True)


def print_effect(effect: Mapping[str, Any] | None) -> None:
    """What changes on handoffs that really happened, counted."""
    if effect is None:
        return
    click.echo()
    if not effect["handoffs"]:
        click.echo("effect: there are no handoffs yet to try it on")
        return
    click.echo(f"effect on the last {effect['handoffs']} handoffs: {effect['affected']} change")
    for name, says in (("stopped", "would no longer leave"), ("freed", "would leave now")):
        if effect[name]:
            click.echo(f"  {effect[name]} {says}")
    changed = [*effect["fields"], *(effect[name] for name in ("note", "capsule"))]
    rows = [_counts(row) for row in changed if row["changes"] + row["appears"] + row["disappears"]]
    if rows:
        print_table(("field", "changes", "appears", "disappears"), rows, whole=1, indent=2)
    if effect["fates"]:
        moved = [
            (fate["leaf"], fate["before"], fate["after"], str(fate["count"]))
            for fate in effect["fates"]
        ]
        print_table(("leaf", "before", "after", "leaves"), moved, whole=1, indent=2)


def _counts(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (row["field"], str(row["changes"]), str(row["appears"]), str(row["disappears"]))


def print_shown(shown: Mapping[str, Any]) -> None:
    """One handoff before and after, with its values."""
    click.echo()
    click.echo(f"handoff {shown['id']}")
    for when in ("before", "after"):
        if shown[f"stopped_{when}"]:
            click.echo(f"  {when}: {visible(shown[f'stopped_{when}'])}")
    rows = [
        (change["field"], short(change.get("before")), short(change.get("after")))
        for change in shown["changes"]
    ]
    if rows:
        print_table(("field", "before", "after"), rows, whole=1, indent=2)


def short(value: Any) -> str:
    """A value in a table."""
    if value is None:
        return "-"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def end(problems: Iterable[Mapping[str, Any]], *, strict: bool = False) -> None:
    """Exit with the code that these problems stand for; return where they stand for none."""
    found = {problem["severity"] for problem in problems}
    if "error" in found:
        sys.exit(WRONG)
    if strict and "warning" in found:
        sys.exit(WARNED)


def _named(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
