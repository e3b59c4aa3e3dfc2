"""Paths: from names in a mapping to closures that read a handoff and say where they read.

A cursor walks the struct types while a path is compiled, so a wrong name, a list without an
index or a group where one value is wanted is found then. Absent, null and empty stay three
things: an absent place yields no node, the other two yield theirs.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct

from mappings.canonical import CanonicalSchema, View
from mappings.nodes import Context, Nodes
from mappings.problems import Refused, did_you_mean, listed, quoted
from mappings.shape import JSON, PAIR, TEXT, Shape, members_of, shape_of, union
from mappings.steps import (
    Step,
    each_step,
    either,
    handoff_url,
    index_step,
    key_step,
    member_step,
    nth,
    read,
    root_step,
    view_step,
    virtual_step,
)

HANDOFF_URL = "handoff_url"

_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"
_PATH = re.compile(rf"{_NAME}(?:\.{_NAME}|\[\*\]|\[\d{{1,6}}\]|\[\"[^\"\\]+\"\])*")
_SEGMENT = re.compile(rf"\.?({_NAME})|\[(\*)\]|\[(\d+)\]|\[\"([^\"]+)\"\]")
_MOST_TEXT = 500


class Cursor(Struct, frozen=True, kw_only=True):
    """A place in the types: what it holds, and the steps that lead there from the root.

    ``many`` says that the steps may yield several nodes, ``spread`` that they yield the items of
    the list that stands here; ``derived`` that the value is computed and stands nowhere itself.
    """

    path: str
    shape: Shape
    steps: tuple[Step, ...] = ()
    many: bool = False
    spread: bool = False
    derived: bool = False


def read_root(cursor: Cursor, context: Context) -> Nodes:
    """Follow a cursor that begins at the handoff."""
    return read(cursor.steps, (context, ("",)))


class Path(Struct, frozen=True, kw_only=True):
    """A compiled path for who reads handoffs outside a mapping: conditions of routes, say."""

    text: str
    shape: Shape
    many: bool
    cursor: Cursor

    def read(self, handoff: Any) -> Nodes:
        """Its nodes: values with their JSON Pointers; none where the place is absent."""
        return read_root(self.cursor, Context(handoff=handoff, destination={}, handoff_url=""))


def compile_path(text: str, schema: CanonicalSchema) -> Path:
    """Raises ``Refused``, whose text says what is wrong and what was probably meant."""
    cursor = Paths(schema).compile(text)
    return Path(text=text, shape=cursor.shape, many=cursor.many or cursor.spread, cursor=cursor)


class Paths:
    """The names a mapping may read, of one canonical schema."""

    def __init__(self, schema: CanonicalSchema) -> None:
        self._type = schema.root
        self._root = members_of(schema.root)
        self._views = {view.name: view for view in schema.views}
        self._virtual = tuple(schema.members)

    def compile(self, text: str) -> Cursor:
        """Walk a path as a mapping writes it. Raises ``Refused``."""
        if len(text) > _MOST_TEXT or not _PATH.fullmatch(text):
            raise Refused("M102", path=text[:_MOST_TEXT])
        segments = _SEGMENT.findall(text)
        cursor = self.start(segments[0][0], text)
        for name, every, index, key in segments[1:]:
            cursor = self._next(cursor, name or key, every, index)
        return cursor

    def _next(self, cursor: Cursor, name: str, every: str, index: str) -> Cursor:
        if every:
            return self.each(cursor)
        return self.index(cursor, int(index)) if index else self.member(cursor, name)

    def roots(self) -> list[str]:
        """The names a path may begin with."""
        return [*self._root, *self._views, HANDOFF_URL]

    def start(self, name: str, whole: str = "") -> Cursor:
        """A name at the top: a view first, then a member of the handoff."""
        if name == HANDOFF_URL:
            return Cursor(path=name, shape=TEXT, steps=(handoff_url,))
        view = self._views.get(name)
        if view:
            return _view_cursor(view)
        member = self._root.get(name)
        if member is None:
            hint = did_you_mean(name, self.roots(), rest=whole[len(name) :])
            raise Refused("M101", path=whole or name, hint=hint)
        return Cursor(path=name, shape=member.shape, steps=(root_step(self._type, member, name),))

    def member(self, cursor: Cursor, name: str) -> Cursor:
        """Go on to a member by its name on the wire. Raises ``Refused``."""
        shape, path = cursor.shape, f"{cursor.path}.{name}"
        if shape.pair or (shape.item and not shape.structs):
            raise Refused("M103", path=cursor.path)
        if shape.mapping or (shape.json and not shape.structs):
            step = key_step(name)
            return msgspec.structs.replace(
                cursor, path=path, shape=JSON, steps=(*cursor.steps, step)
            )
        if not shape.structs:
            raise Refused("M104", path=cursor.path, name=name)
        found = self._of_structs(shape.structs, name)
        if not found:
            hint = did_you_mean(name, self.names(shape), prefix=f"{cursor.path}.")
            raise Refused("M101", path=path, hint=hint)
        step = either([step for step, _ in found])
        return msgspec.structs.replace(
            cursor,
            path=path,
            shape=union([kind for _, kind in found]),
            steps=(*cursor.steps, step),
        )

    def _of_structs(self, structs: tuple[type, ...], name: str) -> list[tuple[Step, Shape]]:
        found: list[tuple[Step, Shape]] = []
        for struct in structs:
            member = members_of(struct).get(name)
            virtual = next(
                (one for one in self._virtual if one.owner is struct and one.name == name), None
            )
            if member:
                found.append((member_step(struct, member, name), member.shape))
            elif virtual:
                found.append((virtual_step(virtual), shape_of(virtual.type)))
        return found

    def names(self, shape: Shape) -> list[str]:
        """What can be named behind a place."""
        names = [name for struct in shape.structs for name in members_of(struct)]
        virtual = [one.name for one in self._virtual if one.owner in shape.structs]
        return sorted({*names, *virtual})

    def each(self, cursor: Cursor) -> Cursor:
        """Every item of a list. Raises ``Refused`` for what is none."""
        if cursor.spread:
            return msgspec.structs.replace(cursor, path=f"{cursor.path}[*]", spread=False)
        return msgspec.structs.replace(
            cursor,
            path=f"{cursor.path}[*]",
            shape=_item_shape(cursor, "*"),
            steps=(*cursor.steps, each_step),
            many=True,
        )

    def loop(self, cursor: Cursor) -> Cursor:
        """What a loop over a place yields: items of a list, members of an object as pairs.

        Raises ``Refused`` for what is neither.
        """
        if not cursor.shape.mapping or cursor.spread:
            return self.each(cursor)
        steps = (*cursor.steps, each_step)
        return msgspec.structs.replace(
            cursor, path=f"{cursor.path}[*]", shape=PAIR, steps=steps, many=True
        )

    def index(self, cursor: Cursor, index: int) -> Cursor:
        """One item of a list; -1 is the last. Raises ``Refused`` for what is none."""
        path = f"{cursor.path}[{index}]"
        if cursor.spread:
            step = nth(cursor.steps, index)
            return msgspec.structs.replace(
                cursor, path=path, steps=(step,), many=False, spread=False
            )
        steps = (*cursor.steps, index_step(index))
        return msgspec.structs.replace(
            cursor, path=path, shape=_item_shape(cursor, index), steps=steps
        )


def demand_single(cursor: Cursor, names: list[str]) -> None:
    """Raises ``Refused`` unless one value, or raw JSON that may be one, stands here."""
    shape = cursor.shape
    if shape.scalar and not cursor.spread:
        return
    if cursor.spread or (shape.item and not shape.text):
        raise Refused("M103", path=cursor.path)
    if shape.item:
        raise Refused("M107", path=cursor.path, members=f'"{cursor.path}[*]"')
    members = listed(quoted(f"{cursor.path}.{name}" for name in names), "or", most=6)
    raise Refused("M105", path=cursor.path, members=members or f'"{cursor.path}.…"')


def _item_shape(cursor: Cursor, index: object) -> Shape:
    shape = cursor.shape
    if shape.item:
        return shape.item
    if shape.json:
        return JSON
    if shape.pair:
        return TEXT if index == 0 else JSON
    if shape.mapping:
        raise Refused("M105", path=cursor.path, members=f'"{cursor.path}.…"')
    raise Refused("M104", path=cursor.path, name=f"[{index}]")


def _view_cursor(view: View) -> Cursor:
    return Cursor(
        path=view.name,
        shape=shape_of(view.type),
        steps=(view_step(view),),
        many=view.many,
        spread=view.many,
        derived=view.derived,
    )
