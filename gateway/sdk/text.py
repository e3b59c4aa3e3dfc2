"""Plain text over several places: cut between words, else between graphemes, by any measure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from gateway.sdk.limits import boundary_before

Size: TypeAlias = Callable[[str], int]
"""How large a text is. A longer text is never smaller, and no code point measures less than 1."""


class Stretch(Struct, frozen=True, kw_only=True):
    """One piece of a text: the code points ``[start, end)``."""

    text: str
    start: int
    end: int


def cut_text(text: str, room: int, size: Size, start: int = 0) -> Stretch:
    """The first piece from ``start`` that measures at most ``room``, as long as it may be.

    A cut falls before white space, so that a vendor who trims takes nothing from the piece's end;
    a word longer than half a piece is cut between graphemes. Where not even one grapheme has room
    the piece is a single code point, too large though it may be.
    """
    end = start + _fitting(text[start : start + max(room, 0)], room, size)
    if end < len(text):
        end = _before_space(text, start, end) or _before_grapheme(text, start, end)
    return Stretch(text=text[start:end], start=start, end=end)


def split_text(text: str, room: int, size: Size, start: int = 0) -> tuple[Stretch, ...]:
    """The whole text from ``start`` in pieces of at most ``room``; an empty text is no piece."""
    pieces: list[Stretch] = []
    while start < len(text):
        piece = cut_text(text, room, size, start)
        pieces.append(piece)
        start = piece.end
    return tuple(pieces)


def _fitting(text: str, room: int, size: Size) -> int:
    """How many code points fit; binary search, since sizes grow with the text."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _before_space(text: str, start: int, end: int) -> int:
    """Where the last word that fits whole ends; 0 where none ends in the piece's latter half."""
    for position in range(end, start + (end - start) // 2, -1):
        if text[position].isspace() and not text[position - 1].isspace():
            return position
    return 0


def _before_grapheme(text: str, start: int, end: int) -> int:
    boundary = boundary_before(text, end)
    return boundary if boundary > start else max(end, start + 1)
