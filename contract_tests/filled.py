"""The handoff in which every member is filled, made from the struct types themselves.

Each text in it is a word that stands nowhere else, so that it can be looked for in requests,
replies and errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, TypeAlias, cast

from msgspec import inspect

from gateway.schema.handoff import Handoff

Fill: TypeAlias = Callable[[str, Any], Any]
Filler: TypeAlias = Callable[[str, Any, Fill, Iterator[int]], Any]

# Tried in this order against the pattern of a member.
_PATTERNED = (
    "2026-03-04T10:12:41.250Z",
    "019c7a2e-4b10-7c3d-9a51-6f0e2d8b4c17",
    "1.0",
    "12.50",
    "en-GB",
    "EUR",
    "/conversation/id",
)
# Vendors look at these more closely than at other texts.
_SHAPED: dict[str, str] = {
    "email": "{}@example.com",
    "url": "https://{}.example.com/",
    "uri": "https://{}.example.com/",
    "recording_url": "https://{}.example.com/",
    "phone": "+4420794600{}",
    "e164": "+4420794600{}",
    "country": "GB",
    "timezone": "Europe/London",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "media_type": "image/png",
}
WORD = re.compile(r"qz[0-9]{3}")


def filled_handoff() -> Handoff:
    """Every member of every struct, each part of a message once, and one message of plain text."""
    numbers = count(100)

    def fill(name: str, type_: Any) -> Any:
        return _FILLERS[type(type_)](name, type_, fill, numbers)

    return cast("Handoff", fill("", inspect.type_info(Handoff)))


def _text(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> str:
    del fill
    if type_.pattern is not None:
        return next(text for text in _PATTERNED if re.search(type_.pattern, text))
    number = next(numbers)
    shape = _SHAPED.get(name, "{}")
    return shape.format(number if shape.startswith("+") else f"qz{number}")


def _json(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
    del type_, fill
    word = f"qz{next(numbers)}"
    if name == "options":
        return [word, f"qz{next(numbers)}"]
    return {"text": word, "list": [f"qz{next(numbers)}", 7, 1.5, True, None], "empty": {}}


def _union(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
    del numbers
    # Null and absent are the handoff's other two thirds; Hypothesis tries those.
    types = [one for one in type_.types if not isinstance(one, inspect.NoneType)]
    is_content = any(isinstance(one, inspect.VarTupleType) for one in types) and len(types) > 1
    if is_content:
        return fill(name, next(one for one in types if isinstance(one, inspect.VarTupleType)))
    return fill(name, types[0])


def _items(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> tuple[Any, ...]:
    del numbers
    item = type_.item_type
    if isinstance(item, inspect.UnionType):
        return tuple(fill(name, one) for one in item.types)
    return (fill(name, item), fill(name, item))


def _metadata(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
    del numbers
    extra: dict[str, Any] = type_.extra or {}
    members: tuple[str, ...] = extra.get("members", ())
    return members[0] if members else fill(name, type_.type)


def _struct(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
    del name, numbers
    return type_.cls(
        **{member.name: fill(member.encode_name, member.type) for member in type_.fields}
    )


def _mapping(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> dict[str, Any]:
    return {f"key.{next(numbers)}": fill(name, type_.value_type)}


def _first(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
    del name, fill, numbers
    return type_.values[0]


def _always(value: Any) -> Filler:
    def filler(name: str, type_: Any, fill: Fill, numbers: Iterator[int]) -> Any:
        del name, type_, fill, numbers
        return value

    return filler


_FILLERS: dict[type, Filler] = {
    inspect.AnyType: _json,
    inspect.BoolType: _always(value=True),
    inspect.StrType: _text,
    inspect.IntType: _always(value=1),
    inspect.FloatType: _always(value=0.5),
    inspect.LiteralType: _first,
    inspect.VarTupleType: _items,
    inspect.DictType: _mapping,
    inspect.UnionType: _union,
    inspect.Metadata: _metadata,
    inspect.StructType: _struct,
}
