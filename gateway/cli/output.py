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
# Columns that may be broken are at least this wide; between columns stand so many blanks.
_NARROWEST, _GAP = 12, 2


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
    needed = 0
    for number, column in enumerate(columns):
        natural = max(cell_len(cell) for cell in (column, *(row[number] for row in cells)))
        fixed = number < whole
        least = natural if fixed else min(natural, _NARROWEST)
        needed += least + _GAP
        table.add_column(Text(column), overflow="fold", no_wrap=fixed, min_width=least)
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    _write(table, indent, needed)


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
    console = _console(to_stderr=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = _PIPE_COLUMNS
    return console


def stderr() -> Console:
    """A console for remarks and progress."""
    return _console(to_stderr=True)


def _console(*, to_stderr: bool) -> Console:
    from rich.console import Console

    # rich by itself still prints bold and dim under NO_COLOR.
    plain = bool(os.environ.get("NO_COLOR"))
    return Console(
        stderr=to_stderr,
        highlight=False,
        markup=False,
        emoji=False,
        color_system=None if plain else "auto",
    )


def _write(table: Table, indent: int, needed: int) -> None:
    """As wide as the terminal, or as needed: the terminal breaks lines, but nothing is left out.

    Without the blanks that rich fills lines with: they wrap where a window is made smaller.
    """
    console = stdout()
    console.width = max(console.width - indent, needed)
    with console.capture() as captured:
        console.print(table)
    lines = (" " * indent + line.rstrip() for line in captured.get().splitlines())
    click.echo("\n".join(lines), color=console.is_terminal)


def _escaped(char: str) -> str:
    # A lone surrogate has an escape as well, so nothing here can fail.
    return char.encode("unicode_escape").decode("ascii")
