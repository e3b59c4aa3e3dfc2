"""Text as a detector reads it: digits of any script as 0-9, nothing invisible between them.

Each character of the plain text knows where in the original it stands, so that what is found can
be cut out of the original as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u2060\ufeff") | {
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, range(0xFE00, 0xFE10)),
}
_DASHES = frozenset(
    "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\u30fc"
)


_OTHER = re.compile(r"[^\x00-\x7f]")


class Plain:
    """``text`` is the plain text; its places are worked out when somebody asks for one."""

    __slots__ = ("_original", "_places", "text")

    def __init__(self, text: str, original: str) -> None:
        self.text = text
        self._original = original
        self._places: tuple[list[int], list[int]] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the plain text."""
        if self.text == self._original:
            return start, end
        if self._places is None:
            self._places = _places(self._original)
        starts, ends = self._places
        return starts[start], ends[end - 1]


def plain(text: str) -> Plain:
    """The text to look into; ASCII is plain as it is."""
    if text.isascii():
        return Plain(text, text)
    return Plain(_OTHER.sub(lambda found: plain_character(found[0]), text), text)


def _places(original: str) -> tuple[list[int], list[int]]:
    """Where each character of the plain text begins and ends in the original."""
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(original):
        length = len(plain_character(character))
        starts.extend([index] * length)
        ends.extend([index + 1] * length)
    return starts, ends


@lru_cache(maxsize=4096)
def plain_character(character: str) -> str:
    """One character after NFKC, a digit or dash of any script in ASCII; "" if it is invisible."""
    if character.isascii():
        return character
    if character in _INVISIBLE:
        return ""
    folded = unicodedata.normalize("NFKC", character)
    if folded in _DASHES:
        return "-"
    return "".join(map(_digit, folded))


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
