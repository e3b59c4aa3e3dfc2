"""Shapes: what can stand at a place of the handoff, read off the struct types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, cast

import msgspec.inspect as types
from msgspec import Struct


class Shape(Struct, frozen=True, kw_only=True):
    """Everything one place may hold; several are set where the type is a union.

    ``members`` are the known values of an enum and ``closed`` says that there are no others.
    ``bounded`` says that a pattern keeps the text short although it states no length. ``json``
    is raw JSON, known only when it is there; ``mapping`` an object of such; ``pair`` one member
    of it while a template loops.
    """

    text: bool = False
    number: bool = False
    boolean: bool = False
    json: bool = False
    mapping: bool = False
    pair: bool = False
    structs: tuple[type, ...] = ()
    item: Shape | None = None
    members: tuple[str, ...] = ()
    closed: bool = False
    max_length: int | None = None
    bounded: bool = False

    @property
    def scalar(self) -> bool:
        """Whether one value, or raw JSON that may be one, can stand here and no list or group."""
        return not (self.structs or self.item or self.mapping or self.pair)


class Member(Struct, frozen=True):
    """One member of a struct by its name on the wire; a tag has a value and no attribute."""

    attribute: str
    shape: Shape
    tag: str | None = None


TEXT = Shape(text=True)
NUMBER = Shape(number=True, max_length=24)
JSON = Shape(json=True)
PAIR = Shape(pair=True)


@cache
def shape_of(type_: Any) -> Shape:
    """The shape of any type that msgspec can describe."""
    return _shape(types.type_info(type_))


@cache
def members_of(struct: type) -> Mapping[str, Member]:
    """The members of a struct by their names on the wire."""
    info = cast("types.StructType", types.type_info(struct))
    found = {field.encode_name: Member(field.name, _shape(field.type)) for field in info.fields}
    if info.tag_field:
        tag = str(info.tag)
        shape = Shape(text=True, members=(tag,), closed=True, max_length=len(tag))
        found[info.tag_field] = Member("", shape, tag)
    return MappingProxyType(found)


def union(shapes: list[Shape]) -> Shape:
    """One shape that allows whatever any of them allows."""
    if len(shapes) == 1:
        return shapes[0]
    items = [shape.item for shape in shapes if shape.item]
    texts = [shape for shape in shapes if shape.text]
    lengths = [shape.max_length for shape in texts]
    return Shape(
        text=bool(texts),
        number=any(shape.number for shape in shapes),
        boolean=any(shape.boolean for shape in shapes),
        json=any(shape.json for shape in shapes),
        mapping=any(shape.mapping for shape in shapes),
        structs=tuple(dict.fromkeys(struct for shape in shapes for struct in shape.structs)),
        item=union(items) if items else None,
        members=tuple(dict.fromkeys(name for shape in texts for name in shape.members)),
        closed=bool(texts) and all(shape.closed for shape in texts),
        max_length=max((length for length in lengths if length), default=None)
        if all(lengths)
        else None,
        bounded=bool(texts) and all(shape.bounded for shape in texts),
    )


def _shape(info: types.Type, members: tuple[str, ...] = ()) -> Shape:
    if isinstance(info, types.Metadata):
        extra = cast("dict[str, Any] | None", getattr(info, "extra", None)) or {}
        return _shape(info.type, tuple(extra.get("members", members)))
    if isinstance(info, types.UnionType):
        return union(
            [_shape(kind, members) for kind in info.types if not isinstance(kind, types.NoneType)]
        )
    if isinstance(info, types.StrType):
        return Shape(
            text=True,
            members=members,
            max_length=info.max_length,
            bounded=info.max_length is None and info.pattern is not None,
        )
    return _compound(info)


def _compound(info: types.Type) -> Shape:
    if isinstance(info, types.LiteralType):
        values = tuple(str(value) for value in info.values)
        longest = max(len(value) for value in values)
        return Shape(text=True, members=values, closed=True, max_length=longest)
    if isinstance(info, types.StructType):
        return Shape(structs=(info.cls,))
    if isinstance(info, types.VarTupleType | types.ListType):
        return Shape(item=_shape(info.item_type))
    if isinstance(info, types.DictType):
        return Shape(mapping=True)
    if isinstance(info, types.BoolType):
        return Shape(boolean=True, max_length=5)
    if isinstance(info, types.IntType | types.FloatType):
        return NUMBER
    return JSON
