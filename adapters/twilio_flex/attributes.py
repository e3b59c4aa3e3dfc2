"""Attributes: a JSON object that Twilio keeps as text, filled member by member; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, TypeGuard

import msgspec
from msgspec import UNSET

from gateway import sdk

Attributes: TypeAlias = dict[str, Any]


def nested(fields: Iterable[sdk.FieldValue]) -> Attributes:
    """``a.b`` as a member of a member; where something else stands at ``a``, beside it."""
    tree: Attributes = {}
    for field in sorted(fields, key=lambda field: field.name):
        inner, name = _place(tree, field.name)
        inner[name] = field.value
    return tree


def _place(tree: Attributes, name: str) -> tuple[Attributes, str]:
    first, dot, rest = name.partition(".")
    if not dot:
        return tree, name
    inner = tree.setdefault(first, {})
    return _place(inner, rest) if _is_tree(inner) else (tree, name)


def shown(tree: Mapping[str, Any], name: str) -> Any:
    """The value that ``nested`` put there; ``UNSET`` where there is none."""
    if name in tree:
        return tree[name]
    first, _, rest = name.partition(".")
    inner = tree.get(first)
    return shown(inner, rest) if _is_tree(inner) else UNSET


def merged(ours: Attributes, theirs: Attributes) -> Attributes:
    """Everything of theirs, with ours put into it; members of members are put in one by one."""
    return {**theirs, **{name: _joined(value, theirs.get(name)) for name, value in ours.items()}}


def _joined(ours: Any, theirs: Any) -> Any:
    if _is_tree(ours) and _is_tree(theirs):
        return merged(ours, theirs)
    return ours


def _is_tree(value: object) -> TypeGuard[Attributes]:
    return isinstance(value, dict)


def read(text: str | None) -> Attributes:
    """Attributes as Twilio shows them; none for what is no JSON object."""
    try:
        return msgspec.json.decode(text or "{}", type=Attributes)
    except (msgspec.DecodeError, RecursionError):
        return {}


def written(attributes: Attributes) -> str:
    """Compact JSON in UTF-8: ``\\u`` escapes would fill the limits twice as fast."""
    return msgspec.json.encode(attributes).decode()


def demand_room(attributes: Attributes, room: int, what: str) -> None:
    """Raises ``Misfit`` before anything is sent where the attributes are too large for Twilio."""
    size = sdk.measure(written(attributes), "bytes")
    if size > room:
        why = f"{what} would take {size} bytes and have {room}: give the mapping a [budget]"
        raise sdk.Misfit(step="check sizes", why=why)
