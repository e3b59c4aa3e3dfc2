"""Items: values on their way from the handoff into one field, each with its leaves and fate."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from mappings.decimals import as_number, json_number
from mappings.fate import Fate
from mappings.nodes import UNSEEN, Lines, Nodes, is_empty, is_scalar, plain_text
from mappings.vendor_schema import VendorFieldKind

_RANKS: dict[Fate, int] = {fate: rank for rank, fate in enumerate(get_args(Fate))}


class Item(Struct, frozen=True, kw_only=True, gc=False):
    """One value. ``glue`` is what goes before it in a text, where the rule's own join does not."""

    value: Any
    pointers: tuple[str, ...] = ()
    fate: Fate = "exact"
    glue: str | None = None


Items: TypeAlias = tuple[Item, ...]
Change: TypeAlias = Callable[[Items], Items]


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """A leaf in a finished value, and its fate.

    In a text it stands at the code points ``[start, end)``; in a list it is ``element``.
    """

    pointer: str
    fate: Fate
    start: int = 0
    end: int = 0
    element: str = ""


class Held(Struct, frozen=True, kw_only=True, gc=False):
    """A value ready for its field, and the leaves in it."""

    value: Any
    marks: tuple[Mark, ...] = ()


def worst(*fates: Fate) -> Fate:
    """Several things done to one value leave the worst of their fates."""
    return max(fates, key=_RANKS.__getitem__)


_REFORMATTED: dict[Fate, Fate] = {fate: worst(fate, "reformatted") for fate in _RANKS}


def items_of(nodes: Nodes, fate: Fate) -> Items:
    """The single values among nodes; empty ones, lists and groups are passed over."""
    found: list[Item] = []
    for value, pointers in nodes:
        if type(value) is str:
            if value.strip(UNSEEN):
                found.append(Item(value=value, pointers=pointers, fate=fate))
            continue
        if is_empty(value) or not is_scalar(value):
            continue
        if isinstance(value, Lines):
            lines = items_of(value.nodes, fate)
            found.extend(lines[:1])
            found.extend(replace(line, glue="\n") for line in lines[1:])
        else:
            found.append(Item(value=value, pointers=pointers, fate=fate))
    return tuple(found)


def text_change(function: Callable[[str], str]) -> Change:
    """A transform; what it does not change stays exact."""

    def changed(items: Items) -> Items:
        found: list[Item] = []
        for item in items:
            text = plain_text(item.value)
            new = function(text)
            if new == text:
                found.append(item)
            else:
                fate = _REFORMATTED[item.fate]
                found.append(Item(value=new, pointers=item.pointers, fate=fate, glue=item.glue))
        return tuple(found)

    return changed


TRANSFORMS: dict[str, Change] = {
    "strip": text_change(str.strip),
    "lower": text_change(str.lower),
    "upper": text_change(str.upper),
}


def finish(items: Items, kind: VendorFieldKind, join: str) -> Held | None:
    """One value of the kind a field holds; None where nothing of it can be made."""
    if kind == "list":
        return _elements(items)
    if kind == "number":
        return _single(_as_number_item(items[0])) if items else None
    if kind == "boolean":
        return _single(_as_boolean_item(items[0])) if items else None
    if kind == "any" and len(items) == 1:
        return _single(items[0])
    return _text(items, join)


def among(held: Held, choices: tuple[str, ...]) -> Held | None:
    """What the vendor lists of a value; it would refuse the rest."""
    if not isinstance(held.value, list):
        return held if held.value in choices else None
    return keep_elements(held, lambda element: element in choices)


def keep_elements(held: Held, keep: Callable[[str], bool]) -> Held | None:
    """A list without some of its elements, each left out with its leaves."""
    kept = [element for element in held.value if keep(element)]
    marks = tuple(mark for mark in held.marks if keep(mark.element))
    return Held(value=kept, marks=marks) if kept else None


def _text(items: Items, join: str) -> Held | None:
    parts: list[str] = []
    marks: list[Mark] = []
    length = 0
    for item in items:
        glue = "" if not parts else join if item.glue is None else item.glue
        text, fate = _as_text(item)
        start, length = length + len(glue), length + len(glue) + len(text)
        parts.append(glue + text)
        for pointer in item.pointers:
            marks.append(Mark(pointer=pointer, fate=fate, start=start, end=length))  # noqa: PERF401
    return Held(value="".join(parts), marks=tuple(marks)) if length else None


def _as_text(item: Item) -> tuple[str, Fate]:
    if isinstance(item.value, str):
        return item.value, item.fate
    return plain_text(item.value), _REFORMATTED[item.fate]


def _elements(items: Items) -> Held | None:
    texts = [(item.pointers, *_as_text(item)) for item in items]
    elements = list(dict.fromkeys(text for _, text, _ in texts if text))
    marks = tuple(
        Mark(pointer=pointer, fate=fate, element=text)
        for all_, text, fate in texts
        if text
        for pointer in all_
    )
    return Held(value=elements, marks=marks) if elements else None


def _single(item: Item | None) -> Held | None:
    if item is None:
        return None
    return Held(value=item.value, marks=tuple(_marks(item)))


def _marks(item: Item) -> Iterable[Mark]:
    return (Mark(pointer=pointer, fate=item.fate) for pointer in item.pointers)


def number_item(item: Item, number: Decimal, *, same: bool = True) -> Item | None:
    """An item as a number that JSON can carry; None where it carries none.

    ``same`` says that the number is the item's own and not a rounded one.
    """
    given = item.value
    if isinstance(given, int | float) and as_number(given) == number:
        return item
    carried = json_number(number)
    if carried is None:
        return None
    value, lossless = carried
    fate: Fate = "reformatted" if same and lossless else "narrowed"
    return replace(item, value=value, fate=worst(item.fate, fate))


def _as_number_item(item: Item) -> Item | None:
    number = as_number(item.value)
    return None if number is None else number_item(item, number)


def _as_boolean_item(item: Item) -> Item | None:
    if isinstance(item.value, bool):
        return item
    known = {"true": True, "false": False}
    if item.value not in known:
        return None
    return replace(item, value=known[item.value], fate=worst(item.fate, "reformatted"))
