"""What a type expects, in plain words for whoever corrects a value; never the value itself."""

from __future__ import annotations

import datetime
import decimal
import uuid
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, ValidationError, convert, inspect

from gateway.schema import scalars
from gateway.schema.scalars import Json


def _pattern(alias: Any) -> str:
    return next(meta.pattern for meta in get_args(alias) if isinstance(meta, Meta)) or ""


_PATTERNS: dict[str, str] = {
    _pattern(scalars.Time): "a time like 2026-03-07T10:00:00Z",
    _pattern(scalars.Dec): "a decimal number as text, like 19.90",
    _pattern(scalars.Ccy): "a currency of three capital letters, like EUR",
    _pattern(scalars.Lang): "a language tag like en or pt-BR",
    _pattern(scalars.Uuid): "a UUID like 018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    _pattern(scalars.Version): "a version like 1.0",
    _pattern(scalars.Pointer): "a JSON Pointer like /customer/phone",
}

_NOUNS: dict[type[inspect.Type], str] = {
    inspect.AnyType: "any value",
    inspect.NoneType: "null",
    inspect.BoolType: "true or false",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.StrType: "text",
    inspect.StructType: "an object",
    inspect.DictType: "an object",
    inspect.ListType: "a list",
    inspect.VarTupleType: "a list",
    inspect.TupleType: "a list",
    inspect.SetType: "a list",
    inspect.FrozenSetType: "a list",
    inspect.DateTimeType: "a time like 2026-03-07T10:00:00Z",
    inspect.DateType: "a date like 2026-03-07",
    inspect.TimeType: "a time of day like 10:00:00",
    inspect.TimeDeltaType: "a duration like PT15M",
    inspect.UUIDType: "a UUID like 018f3c5e-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    inspect.DecimalType: "a decimal number as text, like 19.90",
    inspect.BytesType: "base64 text",
}


def bare(node: inspect.Type) -> inspect.Type:
    """The type without what was only written about it."""
    while isinstance(node, inspect.Metadata):
        node = node.type
    return node


def noun(node: inspect.Type) -> str:
    """What a value of this type is called: "text", "a list", "one of low, high"."""
    node = bare(node)
    if isinstance(node, inspect.LiteralType):
        return _one_of(node.values)
    if isinstance(node, inspect.EnumType):
        return _one_of([member.value for member in node.cls])
    if isinstance(node, inspect.UnionType):
        options = [option for option in node.types if not isinstance(option, inspect.NoneType)]
        return " or ".join(dict.fromkeys(map(noun, options))) or "null"
    if isinstance(node, inspect.StrType):
        return _PATTERNS.get(node.pattern or "", "text")
    return _NOUNS.get(type(node), "another kind of value")


def accepts(value: Json, node: inspect.Type) -> bool:
    """Whether msgspec takes the value for this scalar type; other types are always accepted."""
    builder = _ANNOTATIONS.get(type(bare(node)))
    if builder is None:
        return True
    try:
        convert(value, builder(bare(node)))
    except ValidationError:
        return False
    return True


def objection(value: Json, node: inspect.Type) -> str:
    """What is wrong with a value that the type does not accept."""
    scalar = bare(node)
    if isinstance(scalar, inspect.StrType) and isinstance(value, str):
        return _text_objection(value, node, scalar)
    if isinstance(scalar, inspect.IntType | inspect.FloatType) and _is_number(value, scalar):
        return f"must be {_bounds(scalar)}"
    return f"must be {noun(node)}"


def _text_objection(value: str, node: inspect.Type, scalar: inspect.StrType) -> str:
    if scalar.max_length is not None and len(value) > scalar.max_length:
        return f"is longer than {scalar.max_length} characters"
    if scalar.min_length is not None and len(value) < scalar.min_length:
        return _too_few(scalar.min_length, value, "characters")
    return f"must be {_PATTERNS.get(scalar.pattern or '') or _shape(node, scalar)}"


def _too_few(least: int, value: str, units: str) -> str:
    return "must not be empty" if not value else f"must have at least {least} {units}"


def _shape(node: inspect.Type, scalar: inspect.StrType) -> str:
    # Only `Metadata` has it; read by name because msgspec types it as a bare `dict`.
    written: dict[str, Any] = getattr(node, "extra_json_schema", None) or {}
    examples = written.get("examples")
    return f"like {examples[0]}" if examples else f"text that matches {scalar.pattern}"


def _is_number(value: Json, scalar: inspect.IntType | inspect.FloatType) -> bool:
    kinds = int if isinstance(scalar, inspect.IntType) else int | float
    return isinstance(value, kinds) and not isinstance(value, bool)


def _bounds(scalar: inspect.IntType | inspect.FloatType) -> str:
    limits = (
        ("more than", scalar.gt),
        ("at least", scalar.ge),
        ("less than", scalar.lt),
        ("at most", scalar.le),
        ("a multiple of", scalar.multiple_of),
    )
    said = [f"{words} {_figure(limit)}" for words, limit in limits if limit is not None]
    return " and ".join(said) or "a smaller number"


def _figure(limit: float) -> str:
    return str(int(limit)) if limit == int(limit) else str(limit)


def _one_of(values: Any) -> str:
    listed = [str(value) for value in values]
    return listed[0] if len(listed) == 1 else f"one of {', '.join(listed)}"


def _str(node: Any) -> Any:
    meta = Meta(min_length=node.min_length, max_length=node.max_length, pattern=node.pattern)
    return Annotated[str, meta]


def _number(kind: type) -> Callable[[Any], Any]:
    def annotation(node: Any) -> Any:
        limits = {name: getattr(node, name) for name in ("gt", "ge", "lt", "le", "multiple_of")}
        given: dict[str, Any] = {name: limit for name, limit in limits.items() if limit is not None}
        return Annotated[kind, Meta(**given)]

    return annotation


def _plain(kind: Any) -> Callable[[Any], Any]:
    return lambda _: kind


def _literal(node: Any) -> Any:
    return Literal[tuple(node.values)]


_ANNOTATIONS: dict[type[inspect.Type], Callable[[Any], Any]] = {
    inspect.StrType: _str,
    inspect.IntType: _number(int),
    inspect.FloatType: _number(float),
    inspect.BoolType: _plain(bool),
    inspect.NoneType: _plain(None),
    inspect.LiteralType: _literal,
    inspect.EnumType: lambda node: node.cls,
    inspect.DateTimeType: _plain(datetime.datetime),
    inspect.DateType: _plain(datetime.date),
    inspect.TimeType: _plain(datetime.time),
    inspect.TimeDeltaType: _plain(datetime.timedelta),
    inspect.UUIDType: _plain(uuid.UUID),
    inspect.DecimalType: _plain(decimal.Decimal),
}
