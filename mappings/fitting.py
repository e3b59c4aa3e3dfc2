"""Keeping a vendor's length: what a cut does to the value, and to the fate of each leaf in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from mappings.canonical import Fit
from mappings.errors import MappingStopped
from mappings.items import Held, Mark, keep_elements, worst
from mappings.rule import Rule


def fitted(rule: Rule, held: Held, fit: Fit) -> Held | None:
    """The value as the vendor can hold it, the same object where nothing was cut.

    None where it does not fit and is not to be cut: choices, and overflow = "capsule".
    Raises ``MappingStopped`` for overflow = "stop".
    """
    length, unit, value = rule.field.length, rule.field.unit, held.value
    if length is None:
        return held
    if isinstance(value, list):
        return _short_elements(rule, held, length, fit)
    if not isinstance(value, str) or 4 * len(value) <= length:
        return held  # no unit counts a character for more than four
    cut = fit(value, length, unit)
    if not cut.cut:
        return held
    if rule.overflow == "stop":
        raise _too_long(rule, held.marks)
    if rule.overflow == "capsule" or rule.field.kind in ("choice", "date"):
        return None
    return Held(value=cut.text, marks=tuple(surviving(held.marks, cut.start, cut.end)))


def surviving(marks: tuple[Mark, ...], start: int, end: int) -> Iterator[Mark]:
    """The leaves still there between two code points; one that lost something is shortened."""
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            yield mark
        elif max(start, mark.start) < min(end, mark.end):
            yield replace(mark, fate=worst(mark.fate, "shortened"))


def _short_elements(rule: Rule, held: Held, length: int, fit: Fit) -> Held | None:
    """A cut tag is another tag: elements that do not fit are left out."""
    long = {text for text in held.value if fit(text, length, rule.field.unit).cut}
    if not long:
        return held
    if rule.overflow == "stop":
        raise _too_long(rule, (mark for mark in held.marks if mark.element in long))
    return keep_elements(held, lambda element: element not in long)


def _too_long(rule: Rule, marks: Iterable[Mark]) -> MappingStopped:
    message = f'"{rule.to}" holds {rule.field.length} {rule.field.unit}, and this is longer.'
    pointers = dict.fromkeys(mark.pointer for mark in marks)
    return MappingStopped("S501", message, rule.line, pointers)
