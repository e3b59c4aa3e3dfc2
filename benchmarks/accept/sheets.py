"""Tables whose columns are not only ratios and times, for the terminal and for ``results.md``."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class Sheet(Struct, frozen=True, kw_only=True):
    """Rows by what they are of; ``note`` says how it was measured, or why a row is missing."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def as_text(sheets: Iterable[Sheet]) -> str:
    """For the terminal."""
    lines: list[str] = []
    for sheet in sheets:
        lines += [sheet.title, "", _aligned("", sheet.columns)]
        lines += [_aligned(name, values) for name, *values in sheet.rows]
        lines += ["", *([f"  {sheet.note}", ""] if sheet.note else [])]
    return "\n".join(lines)


def as_markdown(sheets: Iterable[Sheet]) -> str:
    """For ``results.md``."""
    lines: list[str] = []
    for sheet in sheets:
        lines += [f"## {sheet.title}", "", *([sheet.note, ""] if sheet.note else [])]
        lines += [f"| | {' | '.join(sheet.columns)} |", "|---" + "|---:" * len(sheet.columns) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in sheet.rows]
        lines.append("")
    return "\n".join(lines)


def _aligned(name: str, values: Iterable[str]) -> str:
    return f"  {name:44}" + "".join(f"{value:>14}" for value in values)
