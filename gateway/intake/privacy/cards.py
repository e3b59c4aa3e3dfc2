"""Numbers of payment cards: 13 to 19 digits that pass Luhn, however they are spaced.

A run of digits that is as long as a card number is taken whole, whatever it begins with. Of a
longer one (a card with its expiry date behind it) a part is taken only if it begins and is as long
as the cards of a known scheme, since one number in ten passes Luhn by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from gateway.intake.privacy.hit import Hit
from gateway.intake.privacy.plain import Plain

SHORTEST, LONGEST = 13, 19

_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_WORD = re.compile(r"[0-9A-Za-z-]+")
_DIGITS = "0123456789-"
_HEX = f"{_DIGITS}abcdefABCDEF"
# Dates side by side look like a run of groups; a card number has none in it.
_DATE = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])")

# ISO/IEC 7812 ranges in use: first and last prefix, lengths.
_SCHEMES: tuple[tuple[int, int, range], ...] = (
    (4, 4, range(13, 20)),
    (51, 55, range(16, 17)),
    (2221, 2720, range(16, 17)),
    (34, 34, range(15, 16)),
    (37, 37, range(15, 16)),
    (300, 305, range(14, 20)),
    (36, 36, range(14, 20)),
    (38, 39, range(14, 20)),
    (6011, 6011, range(16, 20)),
    (644, 659, range(16, 20)),
    (3528, 3589, range(16, 20)),
    (62, 62, range(16, 20)),
    (2200, 2204, range(16, 20)),
    (50, 50, range(13, 20)),
    (56, 69, range(13, 20)),
)


class _Group(Struct, frozen=True, gc=False):
    start: int
    end: int
    digits: str


class _Words:
    """The words of a text, read once from the left: a text may be one long word of card numbers."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = _WORD.finditer(text)
        self._end = 0
        self._is_hex = False

    def stands(self, groups: list[_Group]) -> bool:
        """Not a telephone number with its +, nor within a hash or a UUID."""
        start, end = groups[0].start, groups[-1].end
        if self._text[start - 1 : start] == "+":
            return False
        self._read_to(start)
        return self._end < end or not self._is_hex

    def _read_to(self, place: int) -> None:
        while self._end <= place:
            word = next(self._words)
            self._end = word.end()
            self._is_hex = self._end > place and _is_hex(word[0])


def cards(text: Plain) -> Iterator[Hit]:
    """All card numbers of a text, from the left; none of two that would overlap."""
    words = _Words(text.text)
    for run in _RUN.finditer(text.text):
        for start, end in _undated(text.text, run.start(), run.end()):
            yield from _in_run(text.text, start, end, words)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(value - 9 * (value > 9) for value in doubled)
    return total % 10 == 0


def is_of_a_scheme(digits: str) -> bool:
    """Whether cards of a known scheme begin so and are so long."""
    return any(
        first <= int(digits[: len(str(first))]) <= last and len(digits) in lengths
        for first, last, lengths in _SCHEMES
    )


def _undated(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for date in _DATE.finditer(text, start, end):
        yield start, date.start()
        start = date.end()
    yield start, end


def _in_run(text: str, start: int, end: int, words: _Words) -> Iterator[Hit]:
    groups = [
        _Group(found.start(), found.end(), found[0]) for found in _GROUP.finditer(text, start, end)
    ]
    digits = "".join(group.digits for group in groups)
    if SHORTEST <= len(digits) <= LONGEST and passes_luhn(digits) and words.stands(groups):
        yield _hit(groups, digits)
        return
    at = 0
    while at < len(groups):
        part = _part(groups, at, words)
        if part:
            yield _hit(part, "".join(group.digits for group in part))
        at += len(part) or 1


def _part(groups: list[_Group], at: int, words: _Words) -> list[_Group]:
    """The groups from here on that are the number of a card, if any are."""
    digits = ""
    for last in range(at, len(groups)):
        digits += groups[last].digits
        if len(digits) > LONGEST:
            break
        part = groups[at : last + 1]
        is_card = len(digits) >= SHORTEST and passes_luhn(digits) and is_of_a_scheme(digits)
        if is_card and words.stands(part):
            return part
    return []


def _hit(groups: list[_Group], digits: str) -> Hit:
    return Hit(groups[0].start, groups[-1].end, "CARD", digits, "card")


def _is_hex(word: str) -> bool:
    """Whether there are letters in it and none but those of a hash."""
    return not word.strip(_HEX) and bool(word.strip(_DIGITS))
