"""The direct way: what most rules meet in most handoffs, as one fetch and a few tests.

One value goes into its field, looked up or changed first where the rule says so. Whatever is
otherwise - absent, blank, too long, several, not in a list - is left to the long way, which is
``Rule.take``: nothing is decided here that would be decided differently there.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from mappings.document import Field
from mappings.fate import Fate
from mappings.items import Change, Item, Items
from mappings.nodes import UNSEEN, Context, is_empty
from mappings.path import Cursor
from mappings.source import destination_key
from mappings.steps import Fetch, Viewed, fixed_place, reader, trail
from mappings.translation import FieldResult, Placement
from mappings.vendor_schema import VendorField, VendorFieldKind

Direct: TypeAlias = Callable[[Context], FieldResult | None]
"""None says: go the long way."""

# A rule with any other setting goes the long way. Of these, some make no difference to a value
# that is there and fits; the rest are looked at here, or are the changes given.
_SETTINGS = frozenset(
    {"to", "from_", "value", "transform", "lookup", "bands", "number", "date", "tag_style"}
    | {"when", "default", "when_empty", "overflow", "required", "not_in_list", "place"}
)
_PLAIN = {
    name: getattr(Field(to="*"), name) for name in Field.__struct_fields__ if name not in _SETTINGS
}
_SINGLE = frozenset({str, bool, int, float})
_TEXTS: tuple[VendorFieldKind, ...] = ("text", "date", "choice")
# Numbers that Python and JSON hold alike; beyond them the long way looks closer.
_MOST = 2**53


class Goal(Struct, frozen=True, kw_only=True):
    """Where the value goes. ``most`` is the vendor's length; without one it is infinite."""

    name: str
    kind: VendorFieldKind
    line: int
    most: float
    choices: Container[str] | None

    def result(self, item: Item) -> FieldResult | None:
        """The field, where the value surely is what it holds."""
        value: Any = item.value
        element = value if self.kind == "list" else None
        if not self._takes(value):
            return None
        fate, pointers = item.fate, item.pointers
        placements: tuple[Placement, ...]
        if len(pointers) == 1:
            placements = (Placement(pointer=pointers[0], fate=fate, element=element),)
        else:
            placements = tuple(
                [Placement(pointer=one, fate=fate, element=element) for one in pointers]
            )
        held = [value] if self.kind == "list" else value
        return FieldResult(name=self.name, value=held, placements=placements, line=self.line)

    def _takes(self, value: Any) -> bool:
        if type(value) is str:
            return self.kind not in ("number", "boolean") and self.takes_text(value)
        if self.choices is not None:
            return False
        if self.kind == "any":
            return type(value) in _SINGLE
        if self.kind == "boolean":
            return type(value) is bool
        return self.kind == "number" and type(value) in (int, float) and -_MOST < value < _MOST

    def takes_text(self, text: str) -> bool:
        """In every unit an ASCII text is as long as it has characters, and others at most 4 x."""
        if not text or (len(text) if text.isascii() else 4 * len(text)) > self.most:
            return False
        return self.choices is None or text in self.choices


class Spot(Struct, frozen=True):
    """A place to read that is the same in every handoff; ``fetch`` as ``Trail.hasty`` says."""

    fetch: Fetch
    pointer: str


def direct_way(
    field: Field,
    target: VendorField,
    reads: tuple[Cursor, ...],
    changes: tuple[Change, ...],
    words: Iterable[str],
) -> Direct | None:
    """``changes`` are what the rule does to its values, ``words`` the keys of its lookup.

    None where every value of the rule has to go the long way.
    """
    if any(getattr(field, name) != plain for name, plain in _PLAIN.items()):
        return None
    goal = Goal(
        name=field.to,
        kind=target.kind,
        line=field.place.line,
        most=float("inf") if target.length is None else target.length,
        choices=frozenset(target.choices) if target.choices else None,
    )
    if isinstance(field.value, str):
        return _given(field.value, goal) if target.kind in _TEXTS and not changes else None
    if not reads:
        return None
    spots = tuple(_spots(reads))
    if spots and field.lookup and len(changes) == 1 and target.kind in _TEXTS:
        return _looked_up(spots, changes[0], words, goal)
    if spots and not changes and target.kind in _TEXTS:
        return _text(spots, goal)
    viewed = None if changes else _viewed(reads[0], goal)
    return viewed or _changed(reads[0], changes, goal)


def _spots(reads: tuple[Cursor, ...]) -> Iterator[Spot]:
    """The first paths, as long as they always lead to the same place."""
    for cursor in reads:
        fixed = fixed_place(cursor.steps)
        if fixed is None or not fixed.whole:
            return
        yield Spot(fixed.hasty(), fixed.suffix)


def _given(value: str, goal: Goal) -> Direct | None:
    """A fixed text, or a setting of the destination."""
    key = destination_key(value)
    if key:
        return _setting(key, goal)
    result = goal.result(Item(value=value)) if key is None else None
    return (lambda _: result) if result else None


def _setting(key: str, goal: Goal) -> Direct:
    def direct(context: Context) -> FieldResult | None:
        value = context.destination.get(key)
        if type(value) is not str or is_empty(value) or not goal.takes_text(value):
            return None
        return FieldResult(name=goal.name, value=value, line=goal.line)

    return direct


def _text(spots: tuple[Spot, ...], goal: Goal) -> Direct:
    """The first text that is there, as it is: what most fields are."""
    name, line, takes = goal.name, goal.line, goal.takes_text
    # Four bytes a character is the most there is, so such a text needs no closer look.
    surely = -1 if goal.choices else goal.most / 4
    pairs = tuple((spot.fetch, (Placement(pointer=spot.pointer, fate="exact"),)) for spot in spots)

    def direct(context: Context) -> FieldResult | None:
        handoff = context.handoff
        for fetch, placements in pairs:
            try:
                value = fetch(handoff)
            except AttributeError:
                continue
            if type(value) is str:
                if value.strip(UNSEEN):
                    if len(value) > surely and not takes(value):
                        return None
                    return FieldResult(name=name, value=value, placements=placements, line=line)
            elif not is_empty(value):
                return None
        return None

    return direct


def _looked_up(spots: tuple[Spot, ...], change: Change, words: Iterable[str], goal: Goal) -> Direct:
    """The outputs of a table are known, so their results are made beforehand."""
    pairs = tuple((spot.fetch, _results(spot.pointer, change, words, goal)) for spot in spots)

    def direct(context: Context) -> FieldResult | None:
        for fetch, results in pairs:
            try:
                value = fetch(context.handoff)
            except AttributeError:
                continue
            if type(value) is str:
                return results.get(value)
            if not is_empty(value):
                return None
        return None

    return direct


def _results(
    pointer: str, change: Change, words: Iterable[str], goal: Goal
) -> Mapping[str, FieldResult]:
    found: dict[str, FieldResult] = {}
    for word in words:
        for item in change((Item(value=word, pointers=(pointer,)),)):
            result = goal.result(item)
            if result is not None and not is_empty(word):
                found[word] = result
    return found


def _viewed(cursor: Cursor, goal: Goal) -> Direct | None:
    """A member of the one thing that a view stands for, from the first path."""
    view, *steps = cursor.steps
    below = trail(tuple(steps))
    if not (isinstance(view, Viewed) and steps and below.whole) or cursor.derived:
        return None
    fetch, suffix = below.hasty(), below.suffix

    def direct(context: Context) -> FieldResult | None:
        nodes = view.nodes(context)
        if len(nodes) != 1:
            return None
        owner, pointers = nodes[0]
        try:
            value = fetch(owner)
        except AttributeError:
            return None
        if type(value) not in _SINGLE or (type(value) is str and not value.strip(UNSEEN)):
            return None
        return goal.result(Item(value=value, pointers=(pointers[0] + suffix,)))

    return direct


def _changed(cursor: Cursor, changes: tuple[Change, ...], goal: Goal) -> Direct:
    """One value of any kind from the first path, with the rule's changes."""
    read = reader(cursor.steps)
    fate: Fate = "narrowed" if cursor.derived else "exact"

    def direct(context: Context) -> FieldResult | None:
        nodes = read(context)
        if len(nodes) != 1:
            return None
        value, pointers = nodes[0]
        if type(value) not in _SINGLE or (type(value) is str and not value.strip(UNSEEN)):
            return None
        items: Items = (Item(value=value, pointers=pointers, fate=fate),)
        for change in changes:
            items = change(items)
        return goal.result(items[0]) if len(items) == 1 else None

    return direct
