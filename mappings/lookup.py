"""Lookups: tables from the handoff's values to the vendor's, and what their compiler checks."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from mappings.document import Lookup, Scalar
from mappings.fate import Fate
from mappings.items import Change, Item, Items, worst
from mappings.nodes import plain_text
from mappings.problems import Problems, did_you_mean, listed, quoted
from mappings.shape import Shape

ANYTHING = "*"


def lookup_change(table: Lookup) -> Change:
    """Replace each value by its output; one without an entry is left out, and so is its field."""
    times = Counter(map(plain_text, table.values.values()))
    outputs: dict[str, tuple[Scalar, Fate]] = {
        key: (output, _fate(key, times[plain_text(output)])) for key, output in table.values.items()
    }
    other = outputs.get(ANYTHING)

    def change(items: Items) -> Items:
        return tuple(_replaced(item, *found) for item in items if (found := find(item)))

    def find(item: Item) -> tuple[Scalar, Fate] | None:
        text = plain_text(item.value)
        return (outputs.get(text) if text != ANYTHING else None) or other

    return change


def _replaced(item: Item, output: Scalar, fate: Fate) -> Item:
    return replace(item, value=output, fate=worst(item.fate, fate))


def _fate(key: str, times: int) -> Fate:
    """An output that several values share does not say which of them it was."""
    return "narrowed" if times > 1 or key == ANYTHING else "translated"


def check_lookup(
    name: str, table: Lookup, path: str, shape: Shape, to: str | None, line: int, problems: Problems
) -> None:
    """Say which known values the table forgets, which of its keys are dead, and what it merges.

    Without ``to`` nothing is said of what it merges.
    """
    keys = [key for key in table.values if key != ANYTHING]
    written = {*keys, *table.place.keys}  # what has a wrong value is not forgotten
    missing = [member for member in shape.members if member not in written]
    if missing and ANYTHING not in table.values:
        words = listed(missing)
        problems.add("M151", table.place.line, name=name, missing=words)
    for key in keys:
        if shape.closed and not shape.json and key not in shape.members:
            hint = did_you_mean(key, shape.members)
            problems.add("M152", table.place.of(key), path=path, key=key, name=name, hint=hint)
    if to is not None:
        _note_merged(table, [*keys, *missing], to, line, problems)


def _note_merged(table: Lookup, members: list[str], to: str, line: int, problems: Problems) -> None:
    merged: dict[str, list[str]] = {}
    for member in members:
        output = table.values.get(member, table.values.get(ANYTHING))
        if output is not None:
            merged.setdefault(plain_text(output), []).append(member)
    for output, all_ in merged.items():
        if len(all_) > 1:
            problems.add("C310", line, keys=listed(quoted(all_)), output=output, to=to)
