"""Names in a template, resolved: against the loops around them first, then the handoff."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias

from msgspec import UNSET, Struct

from mappings.canonical import Node
from mappings.nodes import (
    Context,
    Lines,
    Nodes,
    is_list,
    is_mapping,
    plain_text,
)
from mappings.path import Cursor, Paths
from mappings.problems import Refused, did_you_mean
from mappings.shape import NUMBER, Shape
from mappings.steps import Inner, Step, fixed_place, read, reader
from mappings.template.tree import Name
from mappings.template.writer import Writer

LOOP_STEPS = 20_000
# Reading and filtering, counted in small values; it bounds what no loop step sees, such as
# changing the case of a megabyte ten thousand times.
WORK = 5_000_000

Reader: TypeAlias = "Callable[[State], Nodes]"
Fetch: TypeAlias = "Callable[[State], Any]"


class Loop(Struct):
    """Where a loop stands; what ``forloop`` knows."""

    index: int
    length: int


class State:
    """One rendering: the loops' values, what was read once, and the steps that are left."""

    __slots__ = ("context", "items", "loops", "memo", "steps", "work", "writer")

    def __init__(self, context: Context, writer: Writer, depth: int) -> None:
        self.context = context
        self.writer = writer
        self.items: list[Node] = [(None, ())] * depth
        self.loops: list[Loop] = [Loop(0, 0)] * depth
        self.memo: dict[str, Nodes] = {}
        self.work = WORK
        self.steps = LOOP_STEPS

    def spend(self, work: int) -> None:
        self.work -= work
        if self.work < 0:
            self.writer.fill()


class Variable(Struct, frozen=True):
    """A loop's variable: ``absolute`` is the same place seen from the handoff."""

    name: str
    slot: int
    absolute: Cursor


class Place(Struct, frozen=True):
    """A resolved name. ``absolute`` is what coverage reads; forloop's members have none.

    ``fetch`` is for who wants no pointer: the one value here, and UNSET where there is none. Not
    every place has it.
    """

    cursor: Cursor
    read: Reader
    absolute: Cursor | None
    fetch: Fetch | None = None


class Names:
    """The names that can be seen from one place of a template."""

    def __init__(self, paths: Paths, variables: tuple[Variable, ...] = ()) -> None:
        self.paths = paths
        self.variables = variables

    def inside(self, name: str, item: Cursor) -> Names:
        """What can be seen inside a loop."""
        variable = Variable(name, len(self.variables), item)
        return Names(self.paths, (*self.variables, variable))

    def resolve(self, name: Name) -> Place:
        """Raises ``Refused`` for a name that stands for nothing here."""
        head, rest = str(name.segments[0]), name.segments[1:]
        if head == "forloop":
            return self._forloop(rest)
        for variable in reversed(self.variables):
            if variable.name == head:
                return self._behind(variable, rest)
        return self._from_root(head, rest)

    def _from_root(self, head: str, rest: tuple[str | int, ...]) -> Place:
        start = self._start(head, rest)
        cursor = self._walk(start, rest)
        path, read_path = cursor.path, reader(cursor.steps)

        def read_once(state: State) -> Nodes:
            nodes = state.memo.get(path)
            if nodes is None:
                nodes = state.memo[path] = read_path(state.context)
            return nodes

        return Place(cursor, read_once, cursor, _root_fetch(cursor.steps))

    def _start(self, head: str, rest: tuple[str | int, ...]) -> Cursor:
        try:
            return self.paths.start(head)
        except Refused:
            behind = "".join(f".{name}" if isinstance(name, str) else f"[{name}]" for name in rest)
            known = [*self.paths.roots(), *(variable.name for variable in self.variables)]
            hint = did_you_mean(head, known, rest=behind)
            raise Refused("M101", path=f"{head}{behind}", hint=hint) from None

    def _behind(self, variable: Variable, rest: tuple[str | int, ...]) -> Place:
        item = variable.absolute
        base = Cursor(path=variable.name, shape=item.shape, derived=item.derived)
        cursor = self._walk(base, rest)
        steps, slot = cursor.steps, variable.slot
        read_item, fetch = _item_reader(steps, slot), _item_fetch(steps, slot)
        return Place(cursor, read_item, self._walk(item, rest), fetch)

    def _walk(self, cursor: Cursor, segments: tuple[str | int, ...]) -> Cursor:
        for number, segment in enumerate(segments):
            if isinstance(segment, int):
                cursor = self.paths.index(cursor, segment)
            elif segment in _PROPERTIES and not self._has_member(cursor, segment):
                cursor = self._property(cursor, segment, last=number == len(segments) - 1)
            else:
                cursor = self.paths.member(cursor, segment)
        return cursor

    def _has_member(self, cursor: Cursor, name: str) -> bool:
        return not cursor.spread and name in self.paths.names(cursor.shape)

    def _property(self, cursor: Cursor, name: str, *, last: bool) -> Cursor:
        if name != "size":
            return self.paths.index(cursor, 0 if name == "first" else -1)
        if not last:
            raise Refused("M104", path=f"{cursor.path}.size", name="anything")
        return Cursor(path=f"{cursor.path}.size", shape=NUMBER, steps=(_size_of(cursor),))

    def _forloop(self, rest: tuple[str | int, ...]) -> Place:
        name = str(rest[0]) if len(rest) == 1 else ""
        if not self.variables or name not in _FORLOOP:
            hint = did_you_mean(name, _FORLOOP, prefix="forloop.") if self.variables else ""
            raise Refused("M101", path=f"forloop.{name}", hint=hint)
        value, slot = _FORLOOP[name], len(self.variables) - 1
        shape = Shape(boolean=True) if name in ("first", "last") else NUMBER

        def read_loop(state: State) -> Nodes:
            return ((value(state.loops[slot]), ()),)

        return Place(Cursor(path=f"forloop.{name}", shape=shape), read_loop, None)


_PROPERTIES = frozenset({"size", "first", "last"})
_FORLOOP: dict[str, Callable[[Loop], int | bool]] = {
    "index": lambda loop: loop.index + 1,
    "index0": lambda loop: loop.index,
    "rindex": lambda loop: loop.length - loop.index,
    "rindex0": lambda loop: loop.length - loop.index - 1,
    "length": lambda loop: loop.length,
    "first": lambda loop: loop.index == 0,
    "last": lambda loop: loop.index == loop.length - 1,
}


def _item_reader(steps: tuple[Step, ...], slot: int) -> Reader:
    """Reads behind a loop's item; nearly always one member of it."""
    if len(steps) != 1:
        return lambda state: read(steps, state.items[slot])
    step = steps[0]
    if isinstance(step, Inner) and step.tag is None:
        return _item_member(step, slot)
    return lambda state: step(state.items[slot])


def _item_fetch(steps: tuple[Step, ...], slot: int) -> Fetch | None:
    step = steps[0] if len(steps) == 1 else None
    if not isinstance(step, Inner) or step.tag is not None:
        return None
    struct, get = step.struct, attrgetter(step.attribute)

    def fetch(state: State) -> Any:
        value = state.items[slot][0]
        return get(value) if type(value) is struct else UNSET

    return fetch


def _root_fetch(steps: tuple[Step, ...]) -> Fetch | None:
    fixed = fixed_place(steps)
    if fixed is None or not fixed.whole:
        return None
    fetch = fixed.fetch
    return lambda state: fetch(state.context.handoff)


def _item_member(step: Inner, slot: int) -> Reader:
    struct, suffix, fetch = step.struct, step.suffix, attrgetter(step.attribute)

    def read_member(state: State) -> Nodes:
        value, pointers = state.items[slot]
        if type(value) is not struct:
            return ()
        found = fetch(value)
        return () if found is UNSET else ((found, (pointers[0] + suffix,)),)

    return read_member


def _size_of(cursor: Cursor) -> Callable[[Node], Nodes]:
    """Counting is not printing, so the number stands for no leaf."""

    def step(node: Node) -> Nodes:
        nodes = read(cursor.steps, node)
        return ((count(nodes, spread=cursor.spread), ()),) if nodes or cursor.spread else ()

    return step


def count(nodes: Nodes, *, spread: bool) -> int:
    """How many items, members or characters."""
    if spread:
        return len(nodes)
    value: Any = nodes[0][0] if nodes else None
    if is_list(value) or is_mapping(value):
        return len(value)
    return len(plain_text(value)) if isinstance(value, str | Lines) else 0


def text_cost(value: object) -> int:
    """The work a text makes, in small values."""
    return 1 + len(value) // 16 if isinstance(value, str) else 1
