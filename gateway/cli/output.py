"""Data on stdout, everything else on stderr; tables for people, JSON for scripts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click
import msgspec

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

# What a pipe is given: every row stays one line, for grep and awk.
_PIPE_COLUMNS = 100_000


def print_json(document: Any) -> None:
    """One JSON document on one line, on stdout, there at once even through a pipe."""
    click.echo(msgspec.json.encode(document))


def say(text: str) -> None:
    """A remark for the person at the terminal, on stderr."""
    click.echo(text, err=True)


def visible(text: str) -> str:
    """Text that steers no terminal: what cannot be printed is shown as an escape."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, whole: int = 0, indent: int = 0
) -> None:
    """A table on stdout. The first ``whole`` columns are never broken over lines: ids are copied.

    Cells are shown as they are, without markup; what steers a terminal is made visible.
    """
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    cells = [[visible(cell) for cell in row] for row in rows]
    for number, column in enumerate(columns):
        kept = max((cell_len(row[number]) for row in cells), default=0)
        fixed = number < whole
        table.add_column(
            Text(column), overflow="fold", no_wrap=fixed, min_width=kept if fixed else None
        )
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    _write(table, indent)


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Name and value a line; a long value is left to the terminal, so that it can be copied."""
    from rich.text import Text

    facts = list(facts)
    width = max((len(name) for name, _ in facts), default=0)
    console = stdout()
    for name, value in facts:
        line = Text.assemble((f"{name:{width}}", "bold"), "  ", visible(value))
        console.print(line, soft_wrap=True)


def stdout() -> Console:
    """A console for data; it honours ``NO_COLOR`` and ``COLUMNS``; in a pipe no line is broken."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _PIPE_COLUMNS
    return console


def stderr() -> Console:
    """A console for remarks and progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def _write(table: Table, indent: int) -> None:
    """Without the blanks that rich fills lines with: they wrap where a window is made smaller."""
    console = stdout()
    with console.capture() as captured:
        console.print(table, width=max(console.width - indent, 1), crop=False)
    lines = (" " * indent + line.rstrip() for line in captured.get().splitlines())
    click.echo("\n".join(lines))


def _escaped(char: str) -> str:
    # A lone surrogate has an escape as well, so nothing here can fail.
    return char.encode("unicode_escape").decode("ascii")
