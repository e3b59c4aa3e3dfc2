"""Syntax: why a text is no TOML, in the words of somebody who writes mappings and no programs."""

from __future__ import annotations

import re

_PLACE = re.compile(r"line (\d+)")
_TWICE = re.compile(r"Cannot declare \((.*?),?\) twice")
_ONE_RULE = re.compile(r"\s*\[\s*(field|accept)\s*\]")
_MANY_RULES = re.compile(r"\s*\[\[\s*(field|accept)\s*\]\]")
_CURLY = re.compile("[\u2018-\u201f]")
_QUOTES = 'a text stands in straight quotes, like "x"'

# What tomllib says (3.11 to 3.14); the rest of it is plain enough.
_WORDS = {
    "Invalid value": f"this is no value; {_QUOTES}",
    "Invalid statement": "this is no setting, no table and no comment",
    "Invalid initial character for a key part": 'a setting is written like name = "value"',
    "Expected '=' after a key in a key/value pair": 'a setting is written like name = "value"',
    "Expected newline or end of document after a statement": (
        "there is more behind the value; put it on a line of its own, or all of it in one pair of"
        " quotes"
    ),
    "Cannot overwrite a value": "this is set already; keep one of the two",
    "Cannot mutate immutable namespace": "this table stands in braces further up; add to it there",
    "Unterminated string": "the text that begins here or above has no quotes at its end",
    "Illegal character '\\n'": "the text that begins in this line has no quotes at its end",
    "Unclosed array": "the list has no ] at its end, or no comma between two values",
    "Unclosed inline table": "the table has no } at its end, or no comma between two settings",
    "Expected ']' at the end of a table declaration": "the table's name has no ] at its end",
    "Expected ']]' at the end of an array declaration": "the name has no ]] at its end",
    "Unescaped '\\' in a string": "\\ has a meaning here; write \\\\, or use single quotes",
}


def why_not(error: Exception, text: str) -> tuple[int, str]:
    """The line, 0 where it is not known, and the reason: without a capital and a full stop."""
    if isinstance(error, RecursionError):
        return 0, "it is nested too deeply"
    what, _, place = str(error).partition(" (at ")
    number = _PLACE.match(place)
    last = text.rstrip().count("\n") + 1
    line = int(number.group(1)) if number else last if place else 0
    written = text.split("\n")[line - 1] if line else ""
    return line, _said(what, written)


def _said(what: str, written: str) -> str:
    """In the admin's words; ``written`` is the line."""
    alone = _ONE_RULE.match(written)
    if alone:
        return f"one of several begins with double brackets, [[{alone.group(1)}]]"
    many = _MANY_RULES.match(written)
    if many and what.startswith("Cannot"):
        return f"[{many.group(1)}] stands further up; begin each with [[{many.group(1)}]]"
    if _CURLY.search(written) and what.startswith("Invalid"):
        return f"these are curly quotes; {_QUOTES}"
    twice = _TWICE.fullmatch(what)
    if twice:
        name = ".".join(re.findall(r"""["'](.*?)["']""", twice.group(1)))
        return f"the table [{name}] is there already; put its settings there"
    return _WORDS.get(what, what[:1].lower() + what[1:])
