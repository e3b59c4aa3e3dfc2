"""Names in a template, resolved: against the loops around them first, then the handoff."""

from __future__ import annotations

from collections.abc import Callable
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
from mappings.steps import Step, read, reader, trail
from mappings.template.tree import Name
from mappings.template.writer import Writer

LOOP_STEPS = 20_000
# Reading and filtering, counted in small values; it bounds what no loop step sees, such as
# changing the case of a megabyte ten thousand times.
WORK = 5_000_000

Reader: TypeAlias = "Callable[[State], Nodes]"


class Loop(Struct):
    """Where a loop stands; what ``forloop`` knows."""

    index: int
    length: int


_NOTHING: Node = (None, ())
_OUTSIDE = Loop(0, 0)


class State:
    """One rendering: the loops' values, what was read once, and the steps that are left."""

    __slots__ = ("context", "items", "loops", "memo", "steps", "work", "writer")

    def __init__(self, context: Context, writer: Writer, depth: int) -> None:
        self.context = context
        self.writer = writer
        self.items: list[Node] = [(context.handoff, ("",)), *[_NOTHING] * depth]
        self.loops: list[Loop] = [_OUTSIDE] * (depth + 1)
        self.memo: dict[str, Nodes] = {}
        self.work = WORK
        self.steps = LOOP_STEPS

    def spend(self, work: int) -> None:
        self.work -= work
        if self.work < 0:
            self.writer.fill()


class Chain(Struct, frozen=True):
    """Members one inside the other, behind a loop's item; slot 0 is the handoff.

    Each name has the struct that must have it: where another stands there is nothing.
    """

    slot: int
    names: tuple[tuple[Any, str], ...]
    suffix: str


class Variable(Struct, frozen=True):
    """A loop's variable: ``absolute`` is the same place seen from the handoff."""

    name: str
    slot: int
    absolute: Cursor


class Place(Struct, frozen=True):
    """A resolved name. ``absolute`` is what coverage reads; forloop's members have none.

    Where it is a chain of members there is no need to ``read``.
    """

    cursor: Cursor
    read: Reader
    absolute: Cursor | None
    chain: Chain | None = None


class Names:
    """The names that can be seen from one place of a template."""

    def __init__(self, paths: Paths, variables: tuple[Variable, ...] = ()) -> None:
        self.paths = paths
        self.variables = variables

    @property
    def depth(self) -> int:
        """How many loops there are around."""
        return len(self.variables)

    def inside(self, name: str, item: Cursor) -> Names:
        """What can be seen inside a loop."""
        variable = Variable(name, self.depth + 1, item)
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

        return Place(cursor, read_once, cursor, _chain(cursor.steps, 0))

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
        read_item, chain = _item_reader(steps, slot), _chain(steps, slot)
        return Place(cursor, read_item, self._walk(item, rest), chain)

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
        value, slot = _FORLOOP[name], self.depth
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
    return lambda state: step(state.items[slot])


def follow(chain: Chain | None) -> Callable[[State], Any]:
    """What a chain leads to; UNSET where there is nothing."""
    if chain is None:
        return lambda _: UNSET
    slot, names = chain.slot, chain.names

    def fetch(state: State) -> Any:
        value = state.items[slot][0]
        for kind, name in names:
            if type(value) is not kind:
                return UNSET
            value = getattr(value, name)
        return value

    return fetch


def _chain(steps: tuple[Step, ...], slot: int) -> Chain | None:
    found = trail(steps)
    if not steps or not found.whole or any(kind is dict for kind, _ in found.names):
        return None
    return Chain(slot, found.names, found.suffix)


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
