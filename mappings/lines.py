"""Which line of a TOML text a setting stands in: ``tomllib`` reads values and forgets places.

Only texts that ``tomllib`` accepts are indexed, so this needs to find places, not mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

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
        for key, line in _places(text):
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


def _places(text: str) -> Iterator[tuple[Key, int]]:
    table: Key = ()
    counts: dict[Key, int] = {}
    depth = 0
    for number, line in enumerate(_HIDDEN.sub(_shown, text).split("\n"), start=1):
        header = _HEADER.fullmatch(line) if depth == 0 else None
        assignment = _ASSIGNMENT.match(line) if depth == 0 else None
        if header:
            table = _table(header, counts)
            yield table, number
        elif assignment:
            yield (*table, *_words(assignment.group(1))), number
        if not header:
            depth = max(0, depth + _opened(line))


def _shown(match: re.Match[str]) -> str:
    """What of a hidden stretch the scan still sees: its line breaks, and one-line strings whole."""
    token = match.group()
    if token.startswith("#"):
        return ""
    if token.startswith(('"""', "'''")):
        return '""' + "\n" * token.count("\n")
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
