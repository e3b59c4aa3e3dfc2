"""Which line of a TOML text a setting stands in: ``tomllib`` reads values and forgets places.

Only texts that ``tomllib`` accepts are indexed, so this needs to find places, not mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

Key: TypeAlias = tuple[str | int, ...]

# Longest first; strings and comments hide whatever looks like a key or a bracket in them.
_HIDDEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_WORD = r"""(?:"(?:\\.|[^"\\])*"|'[^']*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_WORD}(?:[ \t]*\.[ \t]*{_WORD})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]\]?[ \t\r]*")
_ASSIGNMENT = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_STRING = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'""")
_BODY = re.compile(r"""[ \t]*("{3}|'{3})[ \t]*(\r?\n)?""")


class LineIndex:
    """Lines by key; tables in an array have their index: ``("field", 2, "overflow")``."""

    def __init__(self, text: str) -> None:
        self._written = text.split("\n")
        self._lines: dict[Key, int] = {}
        for key, line, _ in _places(_shown_lines(text)):
            self._lines.setdefault(key, line)

    def line(self, *key: str | int) -> int:
        """The line of a key, or of the nearest table around it; 0 where there is none."""
        while key:
            if key in self._lines:
                return self._lines[key]
            key = key[:-1]
        return 0

    def body_line(self, *key: str | int) -> int:
        """The line in which the first line of a text stands: a break after ''' is not in it."""
        line = self.line(*key)
        written = self._written[line - 1] if line else ""
        body = _BODY.match(written.partition("=")[2] + "\n")
        return line + 1 if body and body.group(2) else line


class Block(Struct, frozen=True):
    """The lines ``[first, end)`` of one table, from its header to its last setting.

    Comments and empty lines behind that belong to whatever comes next. A table inside of a table
    in an array is a part of that one's block.
    """

    key: Key
    first: int
    end: int


def blocks_of(text: str) -> tuple[Block, ...]:
    """The tables of a file in their order; the first is what stands above them all."""
    shown = _shown_lines(text)
    heads: list[tuple[Key, int]] = [((), 0)]
    for key, line, is_header in _places(shown):
        table = heads[-1][0][:2]
        is_inside = len(table) == 2 and isinstance(table[1], int) and key[:2] == table
        if is_header and not is_inside:
            heads.append((key, line - 1))
    ends = [first for _, first in heads[1:]] + [len(shown)]
    return tuple(
        Block(key, first, _content_end(shown, first, end))
        for (key, first), end in zip(heads, ends, strict=True)
    )


def _content_end(shown: list[str], first: int, end: int) -> int:
    while end > first and not shown[end - 1].strip():
        end -= 1
    return end


def _shown_lines(text: str) -> list[str]:
    return _HIDDEN.sub(_shown, text).split("\n")


def _places(shown: list[str]) -> Iterator[tuple[Key, int, bool]]:
    """Each table and setting with its line, and whether it is a table's header."""
    table: Key = ()
    counts: dict[Key, int] = {}
    depth = 0
    for number, line in enumerate(shown, start=1):
        header = _HEADER.fullmatch(line) if depth == 0 else None
        assignment = _ASSIGNMENT.match(line) if depth == 0 else None
        if header:
            table = _table(header, counts)
            yield table, number, True
        elif assignment:
            yield (*table, *_words(assignment.group(1))), number, False
        if not header:
            depth = max(0, depth + _opened(line))


def _shown(match: re.Match[str]) -> str:
    """What of a hidden stretch the scan still sees: one-line strings whole, of others each line."""
    token = match.group()
    if token.startswith("#"):
        return ""
    if token.startswith(('"""', "'''")):
        return '""' + '\n""' * token.count("\n")
    return token


def _table(header: re.Match[str], counts: dict[Key, int]) -> Key:
    name: Key = tuple(_words(header.group(2)))
    if header.group(1) == "[":
        parent = name[:1]
        # [[field]] followed by [field.when]: the table belongs to the last of the array.
        return (*parent, counts[parent] - 1, *name[1:]) if parent in counts else name
    counts[name] = counts.get(name, 0) + 1
    return (*name, counts[name] - 1)


def _words(dotted: str) -> list[str]:
    return [word.strip("\"'") for word in re.findall(_WORD, dotted)]


def _opened(line: str) -> int:
    bare = _STRING.sub("", line)
    return bare.count("[") + bare.count("{") - bare.count("]") - bare.count("}")
