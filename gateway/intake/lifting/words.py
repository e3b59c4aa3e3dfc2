"""Names of tools as words, whichever way their authors join them, and patterns over words."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache
from typing import TypeAlias

Patterns: TypeAlias = re.Pattern[str]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 255


def words(name: str) -> tuple[str, ...]:
    """``getOrderDetails``, ``get_order_details`` and ``orders.get-details`` as lower-case words."""
    return _words(name[:_LONGEST])


def singular(word: str) -> str:
    """A noun without its plural s, good enough to look it up in a table."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def patterns(*globs: str) -> Patterns:
    """Patterns over words; ``*`` as a word of its own stands for any words, or none."""
    return re.compile("|".join(translate(f" {glob} ".replace(" * ", " *")) for glob in globs))


# A bot has few tools and calls them again and again.
@lru_cache(maxsize=1024)
def matches(name_words: tuple[str, ...], wanted: Patterns) -> bool:
    """Whether the words of a name, in the singular, match one of the patterns."""
    text = f" {' '.join(map(singular, name_words))} "
    return wanted.match(text) is not None


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))
