"""Limits with units, and ``fit()``: the only function that may cut a text."""

from __future__ import annotations

from typing import Literal, TypeAlias

import regex
from msgspec import Struct

SizeUnit: TypeAlias = Literal["bytes", "characters", "utf16"]
"""UTF-8 bytes, code points, or UTF-16 units (an emoji counts 2)."""

Survivor: TypeAlias = Literal["start", "end"]

MARK = "…"

_GRAPHEME = regex.compile(r"\X")
# No grapheme in use is longer; a cut looks this far back for the boundary.
_LONGEST_GRAPHEME = 64


class Limit(Struct, frozen=True, kw_only=True):
    """How much a vendor holds: the number, its unit, where it is documented and when that was read.

    ``keeps`` says which end survives a cut.
    """

    size: int
    unit: SizeUnit
    source: str
    read_on: str
    keeps: Survivor = "start"


class Fitted(Struct, frozen=True, kw_only=True):
    """A text within its limit. ``text[kept_from:...]``: the code points [start, end) survived."""

    text: str
    cut: bool
    start: int
    end: int


def measure(text: str, unit: SizeUnit) -> int:
    """The size of a text in the unit; lone surrogates count as U+FFFD would."""
    if unit == "characters":
        return len(text)
    if unit == "bytes":
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(text: str, size: int, unit: SizeUnit, keeps: Survivor = "start") -> Fitted:
    """Cut a text to at most ``size`` units at a grapheme boundary, with "…" where it was cut.

    Where not even the mark has room, the result is empty. ``start`` and ``end`` say which code
    points of the original are still there.
    """
    if measure(text, unit) <= size:
        return Fitted(text=text, cut=False, start=0, end=len(text))
    room = size - measure(MARK, unit)
    if keeps == "end":
        start = len(text) - _fitting_prefix(text[::-1], room, unit)
        start = boundary_after(text, start)
        kept = text[start:]
        return Fitted(text=(MARK + kept) if room >= 0 else "", cut=True, start=start, end=len(text))
    end = boundary_before(text, _fitting_prefix(text, room, unit))
    return Fitted(text=(text[:end] + MARK) if room >= 0 else "", cut=True, start=0, end=end)


def _fitting_prefix(text: str, room: int, unit: SizeUnit) -> int:
    """How many code points fit; binary search, since sizes grow with the prefix."""
    low, high = 0, min(len(text), max(room, 0))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle], unit) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def boundary_before(text: str, end: int) -> int:
    """The last grapheme boundary at or before a code point."""
    start = max(0, end - _LONGEST_GRAPHEME)
    boundary = start
    for match in _GRAPHEME.finditer(text, start, min(len(text), end + _LONGEST_GRAPHEME)):
        if match.end() > end:
            break
        boundary = match.end()
    return boundary


def boundary_after(text: str, start: int) -> int:
    """The first grapheme boundary at or after a code point."""
    low = max(0, start - _LONGEST_GRAPHEME)
    for match in _GRAPHEME.finditer(text, low, len(text)):
        if match.start() >= start:
            return match.start()
    return len(text)
