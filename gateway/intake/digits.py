"""One look at the bytes of a text for long numbers, for all who ask whether there are any."""

from __future__ import annotations

_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_BETWEEN = b" -" + bytes(range(0x80, 0x100))


def zeroed(utf8: bytes) -> bytes:
    """The text with 0 for every digit."""
    return utf8.translate(_AS_ZERO)


def outline(utf8: bytes) -> bytes:
    """The zeroed text without blanks, dashes and what is not ASCII.

    Digits that follow one another in a text do so in its outline too; more of them may.
    """
    return utf8.translate(_AS_ZERO, _BETWEEN)
