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
from gateway.intake.privacy.plain import Plain, plain_character

SHORTEST, LONGEST = 13, 19

_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_WORD = re.compile(r"[0-9A-Za-z-]+")
_HEX = re.compile(r"[0-9A-Fa-f-]*[A-Fa-f][0-9A-Fa-f-]*")
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

_ASCII = bytes(range(0x80))
# Blocks in which no character is a digit or becomes one: what most texts are written in.
_FREE_OF_DIGITS = (
    "\x80-\xb1\xba\xbb\xbf-\u065f\u2000-\u206f\u20a0-\u214f\u2190-\u245f\u2500-\u2bff"
    "\u3000-\u324f\u3400-\ua61f\uac00-\ud7ff\ue000-\uf8ff\ufe00-\ufe0f\U0001f300-\U0001faff"
)
_PERHAPS_DIGIT = re.compile(f"[^{_FREE_OF_DIGITS}]")
_HAS_DIGIT = re.compile("[0-9]")


class _Group(Struct, frozen=True, gc=False):
    start: int
    end: int
    digits: str


def may_hold_card(utf8: bytes, digits: bytes) -> bool:
    """Whether a detector has to look; a cheap upper bound over a whole document in UTF-8 in which
    no digit is escaped. ``digits``: its outline.
    """
    return b"0" * SHORTEST in digits or _has_digits_of_a_script(utf8)


def _has_digits_of_a_script(utf8: bytes) -> bool:
    """Whether there are digits beyond 0-9, or what becomes one by NFKC."""
    others = utf8.translate(None, _ASCII).decode()
    if _PERHAPS_DIGIT.search(others) is None:
        return False
    return any(_HAS_DIGIT.search(plain_character(character)) for character in set(others))


def cards(text: Plain) -> Iterator[Hit]:
    """All card numbers of a text, from the left; none of two that would overlap."""
    for run in _RUN.finditer(text.text):
        for start, end in _undated(text.text, run.start(), run.end()):
            yield from _in_run(text.text, start, end)


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


def _in_run(text: str, start: int, end: int) -> Iterator[Hit]:
    groups = [
        _Group(found.start(), found.end(), found[0]) for found in _GROUP.finditer(text, start, end)
    ]
    digits = "".join(group.digits for group in groups)
    if SHORTEST <= len(digits) <= LONGEST and passes_luhn(digits) and _stands(text, groups):
        yield _hit(groups, digits)
        return
    at = 0
    while at < len(groups):
        part = _part(text, groups, at)
        if part:
            yield _hit(part, "".join(group.digits for group in part))
        at += len(part) or 1


def _part(text: str, groups: list[_Group], at: int) -> list[_Group]:
    """The groups from here on that are the number of a card, if any are."""
    digits = ""
    for last in range(at, len(groups)):
        digits += groups[last].digits
        if len(digits) > LONGEST:
            break
        part = groups[at : last + 1]
        is_card = len(digits) >= SHORTEST and passes_luhn(digits) and is_of_a_scheme(digits)
        if is_card and _stands(text, part):
            return part
    return []


def _hit(groups: list[_Group], digits: str) -> Hit:
    return Hit(groups[0].start, groups[-1].end, "CARD", digits, "card")


def _stands(text: str, groups: list[_Group]) -> bool:
    """Not a telephone number with its +, nor within a hash or a UUID."""
    start, end = groups[0].start, groups[-1].end
    if text[start - 1 : start] == "+":
        return False
    first = start
    while first and _WORD.match(text[first - 1]):
        first -= 1
    word = _WORD.match(text, first)
    return word is None or word.end() < end or not _HEX.fullmatch(word[0])
