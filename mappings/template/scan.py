"""Scanning a template before it is parsed: tags that do not exist here, nesting and sizes.

The parser stops at the first mistake, and its expressions can be made to cost minutes; this pass
says everything it can at once and lets nothing through that is too long or too deep.
"""

from __future__ import annotations

import re

from msgspec import Struct

from mappings.problems import Problems, listed

MOST_BYTES = 20_480
MOST_EXPRESSION = 1_000
MOST_NESTING = 6

_TAG_NAME = re.compile(r"\{%-?\s*(#|\w+)")
_OPENING = re.compile(r"\{\{|\{%")

_BLOCKS = frozenset({"if", "unless", "case", "for"})
_INSIDE = {"elsif": ("if", "unless"), "else": ("if", "unless", "case", "for"), "when": ("case",)}
_SINGLE = frozenset({"break", "#"})
_ALLOWED = ("if", "unless", "case", "for", "break", "comment")


def scan(source: str, first_line: int, problems: Problems) -> str | None:
    """What of the template may be parsed; ``problems`` says what may not, and why.

    Tags that do not exist are blanked out, so that the rest is still looked at. None where that
    cannot be: what is too long, too deep or never closed.
    """
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        limit = f"{MOST_BYTES // 1024} kB"
        problems.add("M124", first_line, what=f"{size // 1024} kB long", limit=limit)
        return None
    return _Scan(source, first_line, problems).parseable()


class _Block(Struct):
    """A block that is open: where it began, and whether its ``else`` has come."""

    name: str
    at: int
    has_else: bool = False


class _Scan:
    def __init__(self, source: str, first_line: int, problems: Problems) -> None:
        self._source = source
        self._first_line = first_line
        self._problems = problems
        self._open: list[_Block] = []
        self._comments = 0
        self._good = True
        self._unknown: list[tuple[int, int]] = []

    def parseable(self) -> str | None:
        at = 0
        while opening := _OPENING.search(self._source, at):
            start = opening.start()
            closing = "}}" if opening.group() == "{{" else "%}"
            end = self._source.find(closing, start + 2)
            if end < 0:
                self._say("M120", start, why=f"{opening.group()} is never closed by {closing}")
                break
            self._piece(self._source[start:end], start)
            at = end + 2
            if self._unknown and self._unknown[-1] == (start, 0):
                self._unknown[-1] = (start, at)
        for block in self._open:
            why = f"{{% {block.name} %}} is never closed by {{% end{block.name} %}}"
            self._say("M120", block.at, why=why)
        return self._without_unknown_tags() if self._good else None

    def _without_unknown_tags(self) -> str:
        source = self._source
        for start, end in self._unknown:
            # Lines stay where they are: problems name them.
            blank = "".join("\n" if one == "\n" else " " for one in source[start:end])
            source = source[:start] + blank + source[end:]
        return source

    def _piece(self, piece: str, at: int) -> None:
        if len(piece) > MOST_EXPRESSION:
            what = f"too long between {piece[:2]} and its end"
            self._say("M124", at, what=what, limit=f"{MOST_EXPRESSION} characters")
            return
        name = _TAG_NAME.match(piece)
        if name and name.group(1) in ("comment", "endcomment"):
            self._comments += 1 if name.group(1) == "comment" else -1
        elif name and not self._comments:
            self._tag(name.group(1), at)

    def _tag(self, name: str, at: int) -> None:
        if name in _BLOCKS:
            self._open.append(_Block(name, at))
            if len(self._open) == MOST_NESTING + 1:
                self._say("M124", at, what="nested too deeply", limit=f"{MOST_NESTING} levels")
        elif name.startswith("end") and name[3:] in _BLOCKS:
            self._close(name, at)
        elif name in _INSIDE:
            self._inside(name, at)
        elif name == "break" and not any(block.name == "for" for block in self._open):
            self._say("M120", at, why="{% break %} stands outside of a loop")
        elif name not in _SINGLE:
            self._note("M121", at, tag=name, allowed=listed(_ALLOWED))
            self._unknown.append((at, 0))

    def _close(self, name: str, at: int) -> None:
        if not self._open or self._open.pop().name != name[3:]:
            self._say("M120", at, why=f"{{% {name} %}} closes nothing that is open here")

    def _inside(self, name: str, at: int) -> None:
        block = self._open[-1] if self._open else _Block("", at)
        if block.name not in _INSIDE[name]:
            self._say("M120", at, why=f"{{% {name} %}} stands outside of a block it belongs to")
        elif block.has_else:
            self._say("M120", at, why=f"{{% {name} %}} stands behind {{% else %}}")
        elif name == "else":
            block.has_else = True

    def _say(self, code: str, at: int, **words: object) -> None:
        """A mistake because of which the rest cannot be parsed."""
        self._good = False
        self._note(code, at, **words)

    def _note(self, code: str, at: int, **words: object) -> None:
        line = self._first_line + self._source.count("\n", 0, at)
        self._problems.add(code, line, **words)
