"""Numbers on their way into a field: to a scale, as percent, or as the band they fall into."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from msgspec import UNSET
from msgspec.structs import replace

from mappings.decimals import EXACT, as_number
from mappings.document import Band, Number
from mappings.fate import Fate
from mappings.items import Change, Item, number_item, worst

_HUNDRED = Decimal(100)


def number_change(number: Number, *, as_text: bool) -> Change:
    """Write numbers as ``number`` says; what is none is left out.

    A number that can be had back from what is written is reformatted, a rounded one narrowed.
    """

    def changed(item: Item) -> Item | None:
        found = as_number(item.value)
        if found is None:
            return None
        meant = EXACT.multiply(found, _HUNDRED) if number.percent else found
        written = _rounded(meant, number)
        if as_text:
            return _text_item(item, written, same=written == meant)
        return number_item(item, written, same=written == meant)

    return lambda items: tuple(new for item in items if (new := changed(item)))


def band_change(bands: tuple[Band, ...]) -> Change:
    """Replace each number by the band it is in; what is no number or in none is left out."""
    limits = [
        (None if band.below is UNSET else Decimal(str(band.below)), band.is_) for band in bands
    ]

    def changed(item: Item) -> Item | None:
        found = as_number(item.value)
        if found is None:
            return None
        for limit, name in limits:
            if limit is None or found < limit:
                return replace(item, value=name, fate=worst(item.fate, "narrowed"))
        return None

    return lambda items: tuple(new for item in items if (new := changed(item)))


def _rounded(number: Decimal, how: Number) -> Decimal:
    if how.scale is UNSET:
        return number
    digits = Decimal(1).scaleb(-how.scale)
    rounded = number.quantize(digits, rounding=ROUND_HALF_UP, context=EXACT)
    return rounded or abs(rounded)


def _text_item(item: Item, number: Decimal, *, same: bool) -> Item:
    text = format(number, "f")
    if text == item.value:
        return item
    fate: Fate = "reformatted" if same else "narrowed"
    return replace(item, value=text, fate=worst(item.fate, fate))
