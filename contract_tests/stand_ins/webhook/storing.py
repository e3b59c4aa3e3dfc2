"""What the receiver keeps of a body: all of it, unless it was told to lose or change something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from contract_tests.stand_ins.switches import Switches


def kept(document: Any, switches: Switches) -> Any:
    """The document as it is stored; None where nothing is."""
    if switches.value("stores_nothing") is not None:
        return None
    if (longest := switches.number("cut_text")) is not None:
        document = _cut(document, longest)
    if (name := switches.value("drop_field")) is not None:
        document = _changed(document, _names(document, name), _dropped)
    if (name := switches.value("alter_field")) is not None:
        document = _changed(document, _names(document, name), _altered)
    return document


def members(document: Any) -> Any:
    """The members that the mapping filled, without the envelope."""
    is_enveloped = is_object(document) and "type" in document and is_object(document.get("data"))
    return document["data"] if is_enveloped else document


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


_DROPPED = object()


def _names(document: Any, name: str) -> list[str]:
    envelope = [] if members(document) is document else ["data"]
    return [*envelope, *name.split(".")]


def _changed(value: Any, names: list[str], change: Callable[[Any], Any]) -> Any:
    """A copy in which the value of a path is another; a path that is not there changes nothing."""
    if not names:
        return change(value)
    first, *rest = names
    if not is_object(value) or first not in value:
        return value
    inner = _changed(value[first], rest, change)
    others = {name: member for name, member in value.items() if name != first}
    return others if inner is _DROPPED else {**value, first: inner}


def _dropped(value: Any) -> Any:
    del value
    return _DROPPED


def _altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value} (changed)"
    return value + 1 if isinstance(value, int | float) else "changed"


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return value[:longest]
    if isinstance(value, list):
        return [_cut(item, longest) for item in _items(value)]
    if is_object(value):
        return {name: _cut(member, longest) for name, member in value.items()}
    return value


def _items(value: Any) -> list[Any]:
    return list(value)
