"""Whether a package may hold the number of a card, told by its bytes alone.

Never no where the detector would find one in a text, a name or a number of the package; seldom yes
where it would not. Only what is suspected is walked leaf by leaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gateway.intake.digits import outline, zeroed
from gateway.intake.privacy.cards import SHORTEST, cards
from gateway.intake.privacy.plain import plain, plain_character

_ASCII = bytes(range(0x80))
# Blocks in which no character is a digit or becomes one: what most texts are written in.
_FREE_OF_DIGITS = (
    "\x80-\xb1\xba\xbb\xbf-\u065f\u2000-\u206f\u20a0-\u214f\u2190-\u245f\u2500-\u2bff"
    "\u3000-\u324f\u3400-\ua61f\uac00-\ud7ff\ue000-\uf8ff\ufe00-\ufe0f\U0001f300-\U0001faff"
)
_PERHAPS_DIGIT = re.compile(f"[^{_FREE_OF_DIGITS}]")
_HAS_DIGIT = re.compile("[0-9]")

_LONG = b"0" * SHORTEST
# In a zeroed text: digits with nothing between them but what may be between those of one number.
_RUN = re.compile(rb"0(?:[ \x80-\xff-]*0){%d,}" % (SHORTEST - 1))
# What the detector reads around a number, to tell a hash or a telephone number, ends at a bar.
_AROUND = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz +-" + bytes(
    range(0x80, 0x100)
)
_BAR = b"|"
_BARRED = bytes(byte if byte in _AROUND else ord(_BAR) for byte in range(256))
_BACKSLASH = ord("\\")
# The fraction of a number that is a member's value. Two quotes with only a name between them and
# no escape before are the member's own.
_FRACTION = re.compile(rb'[{,]"[A-Za-z_]{1,40}":-?[0-9]{1,19}\.\Z')
_BEFORE = 66


def may_hold_card(package: bytes, digits: bytes) -> bool:
    """``package``: JSON as our encoder writes it; ``digits``: its outline, or that of any text with
    the same digits.
    """
    if _has_digits_of_a_script(package):
        return True
    return _LONG in digits and _has_suspect(package)


def _has_digits_of_a_script(utf8: bytes) -> bool:
    """Whether there are digits beyond 0-9, or what becomes one by NFKC."""
    if utf8.isascii():
        return False
    others = utf8.translate(None, _ASCII).decode()
    if _PERHAPS_DIGIT.search(others) is None:
        return False
    return any(_HAS_DIGIT.search(plain_character(character)) for character in set(others))


def _has_suspect(package: bytes) -> bool:
    """Whether the detector finds something in what is around any long run of digits."""
    barred = package.translate(_BARRED)
    rest: list[bytes] = []
    end = 0
    for start, stop in _unbroken(zeroed(package), barred):
        if _is_suspect(package, start, stop):
            return True
        rest.append(package[end:start])
        end = stop
    # Few numbers are written in groups, and looking for those takes ten times as long.
    return _LONG in outline(_BAR.join([*rest, package[end:]])) and _has_grouped(package, barred)


def _has_grouped(package: bytes, barred: bytes) -> bool:
    seen = 0
    for run in _RUN.finditer(zeroed(package)):
        if run.start() < seen:
            continue
        start, seen = _around(barred, run.start(), run.end())
        if _is_suspect(package, start, seen):
            return True
    return False


def _unbroken(zeros: bytes, barred: bytes) -> Iterator[tuple[int, int]]:
    """What is around each long run of digits with nothing between them, from bar to bar."""
    at = zeros.find(_LONG)
    while at >= 0:
        start, stop = _around(barred, at, at + SHORTEST)
        yield start, stop
        at = zeros.find(_LONG, stop)


def _around(barred: bytes, start: int, end: int) -> tuple[int, int]:
    stop = barred.find(_BAR, end)
    return barred.rfind(_BAR, 0, start) + 1, stop if stop >= 0 else len(barred)


def _is_suspect(package: bytes, start: int, end: int) -> bool:
    if _FRACTION.search(package, max(0, start - _BEFORE), start):
        return False
    # The letters and digits of an escape are no part of the text.
    if package[start - 1] == _BACKSLASH:
        return True
    return any(cards(plain(package[start:end].decode())))
