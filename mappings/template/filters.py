"""Filters: the few that templates have, over pieces, so that what they print stays traced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from mappings.canonical import Fit
from mappings.nodes import is_blank
from mappings.problems import Refused, did_you_mean
from mappings.template.tree import FilterCall
from mappings.template.writer import Piece

Pieces: TypeAlias = tuple[Piece, ...]
TextFilter: TypeAlias = Callable[[Pieces], Pieces]

LIST_FILTERS = ("join", "first", "last", "size")
TEXT_FILTERS = ("upcase", "downcase", "strip", "truncate", "default", "size")

_MOST_LITERAL = 200
_MOST_TRUNCATE = 100_000


def text_filter(call: FilterCall, fit: Fit) -> TextFilter:
    """A filter over a text, its arguments checked. Raises ``Refused``."""
    if call.name == "truncate":
        return _truncate(call, fit)
    if call.name == "default":
        literal = Piece(text_argument(call, "one text in quotes"))
        return lambda pieces: pieces if any(not is_blank(p.text) for p in pieces) else (literal,)
    no_arguments(call)
    return _PLAIN[call.name]


def unknown_filter(call: FilterCall) -> Refused:
    known = sorted({*LIST_FILTERS, *TEXT_FILTERS})
    if call.name.startswith("escape"):
        return Refused(
            "M122", name=call.name, hint=" Remove it: printed values are escaped already."
        )
    hint = did_you_mean(call.name, known) or f" They have {', '.join(known)}."
    return Refused("M122", name=call.name, hint=hint)


def no_arguments(call: FilterCall) -> None:
    if call.arguments:
        raise Refused("M123", name=call.name, expected="nothing behind it")


def text_argument(call: FilterCall, expected: str) -> str:
    """The one argument of a filter that takes a text. Raises ``Refused``."""
    value = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(value, str) or len(value) > _MOST_LITERAL:
        raise Refused("M123", name=call.name, expected=expected)
    return value


def _truncate(call: FilterCall, fit: Fit) -> TextFilter:
    size = call.arguments[0] if len(call.arguments) == 1 else None
    if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= _MOST_TRUNCATE:
        raise Refused("M123", name=call.name, expected=f"one number from 1 to {_MOST_TRUNCATE}")

    def truncate(pieces: Pieces) -> Pieces:
        text = "".join(piece.text for piece in pieces)
        fitted = fit(text, size, "characters")
        if not fitted.cut:
            return pieces
        mark = Piece(fitted.text[fitted.end - fitted.start :])
        return (*stretch(pieces, fitted.start, fitted.end), mark)

    return truncate


def stretch(pieces: Pieces, start: int, end: int) -> Pieces:
    """The pieces of a text between two of its code points; a piece that is cut is not whole."""
    found: list[Piece] = []
    position = 0
    for piece in pieces:
        first, position = position, position + len(piece.text)
        low, high = max(start, first), min(end, position)
        if low >= high:
            continue
        whole = piece.whole and low == first and high == position
        found.append(replace(piece, text=piece.text[low - first : high - first], whole=whole))
    return tuple(found)


def _strip(pieces: Pieces) -> Pieces:
    text = "".join(piece.text for piece in pieces)
    start = len(text) - len(text.lstrip())
    kept = stretch(pieces, start, max(start, len(text.rstrip())))
    # White space at the ends is no part of what a leaf says.
    whole = {piece.pointers for piece in pieces if piece.whole}
    return tuple(replace(piece, whole=piece.pointers in whole) for piece in kept)


def _mapped(function: Callable[[str], str]) -> TextFilter:
    return lambda pieces: tuple(replace(piece, text=function(piece.text)) for piece in pieces)


def _size(pieces: Pieces) -> Pieces:
    return (Piece(str(sum(len(piece.text) for piece in pieces))),)


_PLAIN: dict[str, TextFilter] = {
    "upcase": _mapped(str.upper),
    "downcase": _mapped(str.lower),
    "strip": _strip,
    "size": _size,
}
