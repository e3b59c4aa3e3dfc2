"""Text as a detector reads it: digits of any script as 0-9, nothing invisible between them.

Each character of the plain text knows where in the original it stands, so that what is found can
be cut out of the original as it was written.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from msgspec import Struct

_INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u2060\ufeff") | {
    *map(chr, range(0x200B, 0x2010)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2060, 0x2070)),
    *map(chr, range(0xFE00, 0xFE10)),
}
_DASHES = frozenset(
    "\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\u30fc"
)


class Plain(Struct, frozen=True, gc=False):
    """``starts[i]`` and ``ends[i]`` are the place of ``text[i]`` in the original."""

    text: str
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the plain text."""
        if not self.starts:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """The text to look into; ASCII is plain as it is."""
    if text.isascii():
        return Plain(text)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        piece = plain_character(character)
        pieces.append(piece)
        starts.extend([index] * len(piece))
        ends.extend([index + 1] * len(piece))
    return Plain("".join(pieces), tuple(starts), tuple(ends))


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
