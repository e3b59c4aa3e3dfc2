"""What can be told about msgspec types: what kind of JSON they read, what they know."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from msgspec import inspect

from gateway.schema.scalars import Json


@cache
def is_closed(struct: type) -> bool:
    """Whether it and all structs within refuse unknown members, so that fitting means knowing."""
    seen: set[type] = set()
    waiting: list[inspect.Type] = [inspect.type_info(struct)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, inspect.StructType):
            if not node.forbid_unknown_fields:
                return False
            if node.cls not in seen:
                seen.add(node.cls)
                waiting.extend(field.type for field in node.fields)
        else:
            waiting.extend(_within(node))
    return True


def _within(node: inspect.Type) -> Sequence[inspect.Type]:
    match node:
        case inspect.Metadata():
            return (node.type,)
        case inspect.UnionType():
            return node.types
        case inspect.DictType():
            return (node.key_type, node.value_type)
        case inspect.TupleType():
            return node.item_types
        case inspect.CollectionType():
            return (node.item_type,)
        case _:
            return ()


def is_kind(value: Json, node: inspect.Type) -> bool:
    """Whether the JSON kind of the value is one that the type reads, whatever its bounds."""
    match node:
        case inspect.AnyType():
            return True
        case inspect.LiteralType():
            return any(type(value) is type(known) for known in node.values)
        case inspect.NoneType() | inspect.BoolType() | inspect.StructType() | inspect.DictType():
            return type(value) in _KINDS[type(node)]
        case inspect.IntType() | inspect.FloatType():
            return type(value) in _KINDS[type(node)]
        case inspect.CollectionType() | inspect.TupleType():
            return isinstance(value, list | tuple)
        case _:
            return isinstance(value, str)


_KINDS: dict[type[inspect.Type], tuple[type, ...]] = {
    inspect.NoneType: (type(None),),
    inspect.BoolType: (bool,),
    inspect.StructType: (dict,),
    inspect.DictType: (dict,),
    inspect.IntType: (int,),
    inspect.FloatType: (int, float),
}
