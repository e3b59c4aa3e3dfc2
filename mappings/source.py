"""Sources: where a rule's value comes from, as closures over one application of the mapping."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from mappings.decimals import as_number
from mappings.document import Pick, Scalar
from mappings.fate import Fate
from mappings.items import Item, Items, items_of
from mappings.nodes import Context, Nodes, is_empty, is_scalar
from mappings.path import Cursor
from mappings.steps import Reader, reader
from mappings.times import moment

Source: TypeAlias = Callable[[Context], Items]

_DESTINATION = re.compile(r"@destination\.([A-Za-z_][A-Za-z0-9_-]*)")


def from_paths(cursors: tuple[Cursor, ...], pick: Pick | None) -> Source:
    """The first path that yields something; every leaf of what it yields counts as placed."""

    reads: tuple[tuple[Reader, Fate], ...] = tuple(
        (reader(cursor.steps), _fate_of(cursor)) for cursor in cursors
    )

    def source(context: Context) -> Items:
        for read, fate in reads:
            nodes = read(context)
            if pick and nodes:
                nodes = tuple(
                    [node for node in nodes if is_scalar(node[0]) and not is_empty(node[0])]
                )
                if nodes:  # of these alone, even where none of them can be compared
                    return items_of(_PICKS[pick](nodes), fate)
            elif items := items_of(nodes, fate):
                return items
        return ()

    return source


def fixed(value: Scalar | tuple[str, ...]) -> Source:
    """The same value for every handoff."""
    values = value if isinstance(value, tuple) else (value,)
    items = tuple(Item(value=one) for one in values)
    return lambda _: items


def destination_key(value: object) -> str | None:
    """The name behind ``@destination.``; None for any other text. Empty where it is misspelled."""
    if not isinstance(value, str) or not value.startswith("@"):
        return None
    match = _DESTINATION.fullmatch(value)
    return match.group(1) if match else ""


def from_destination(key: str) -> Source:
    """A setting of the destination; it stands for no leaf of the handoff."""

    def source(context: Context) -> Items:
        value = context.destination.get(key)
        return () if is_empty(value) or not is_scalar(value) else (Item(value=value),)

    return source


def or_default(source: Source, value: Scalar) -> Source:
    items = (Item(value=value),)
    return lambda context: source(context) or items


def _fate_of(cursor: Cursor) -> Fate:
    return "narrowed" if cursor.derived else "exact"


def _by(key: Callable[[Any], Any], *, highest: bool) -> Callable[[Nodes], Nodes]:
    """Choose among the nodes whose value can be compared; the first of equals."""

    def pick(nodes: Nodes) -> Nodes:
        ranks = [key(value) for value, _ in nodes]
        known = [rank for rank in ranks if rank is not None]
        if not known:
            return ()
        return (nodes[ranks.index(max(known) if highest else min(known))],)

    return pick


def _instant(value: Any) -> Any:
    found = moment(value)
    return found.rank() if found else None


_PICKS: dict[Pick, Callable[[Nodes], Nodes]] = {
    "first": lambda nodes: nodes[:1],
    "last": lambda nodes: nodes[-1:],
    "earliest": _by(_instant, highest=False),
    "latest": _by(_instant, highest=True),
    "lowest": _by(as_number, highest=False),
    "highest": _by(as_number, highest=True),
}
