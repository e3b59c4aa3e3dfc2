"""On which line of a TOML file a key stands; ``tomllib`` does not tell.

Good enough to point at: it reads headers and keys at the start of lines and knows no more of TOML.
A key inside an inline table is where the table begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]\]?")
_ENTRY = re.compile(rf"\s*({_KEY})\s*=")
_FENCE = re.compile(r'"""|' + "'''")


class Lines:
    """The lines of one file, counted from 1."""

    def __init__(self, text: str) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._items: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in _outside_long_strings(text):
            if header := _HEADER.match(line):
                table = self._table(header.group(1), _parts(header.group(2)))
                self._note(table, number)
            elif entry := _ENTRY.match(line):
                self._note((*table, *_parts(entry.group(1))), number)

    def of(self, path: tuple[str, ...]) -> int | None:
        """The line of a key, or of the nearest table around it that has one."""
        for length in range(len(path), 0, -1):
            if found := self._numbers.get(path[:length]):
                return found
        return None

    def _note(self, path: tuple[str, ...], number: int) -> None:
        for length in range(1, len(path) + 1):
            self._numbers.setdefault(path[:length], number)

    def _table(self, bracket: str, parts: tuple[str, ...]) -> tuple[str, ...]:
        """The path of a header, with the number of the list item it opens or belongs to."""
        path: tuple[str, ...] = ()
        for position, part in enumerate(parts):
            path = (*path, part)
            if bracket == "[[" and position == len(parts) - 1:
                self._items[path] = self._items.get(path, -1) + 1
            if path in self._items:
                path = (*path, str(self._items[path]))
        return path


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not fence:
            yield number, line
        for mark in _FENCE.findall(line):
            if not fence:
                fence = mark
            elif fence == mark:
                fence = ""


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
