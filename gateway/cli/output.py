"""Data on stdout, everything else on stderr; tables for people, JSON for scripts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from rich.console import Console


def print_json(document: Any) -> None:
    """One JSON document on one line, on stdout."""
    sys.stdout.write(msgspec.json.encode(document).decode() + "\n")


def say(text: str) -> None:
    """A remark for the person at the terminal, on stderr."""
    sys.stderr.write(text + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on stdout; the last column takes the room that is left."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(cell) for cell in row))
    stdout().print(table)


def stdout() -> Console:
    """A console for data; it honours ``NO_COLOR`` and pipes."""
    from rich.console import Console

    return Console(highlight=False)


def stderr() -> Console:
    """A console for remarks and progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)
