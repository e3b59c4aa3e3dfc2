"""Members that say nothing: named in a dialect's ``optional`` and null or empty."""

from __future__ import annotations

from collections.abc import Collection

from gateway.schema.scalars import Json

_OBJECTS = frozenset({dict})
_CONTAINERS = frozenset({dict, list})


def is_blank(name: str, value: Json, optional: Collection[str]) -> bool:
    """Whether a member says nothing; a number and a truth value always say something."""
    return not value and name in optional and not isinstance(value, int | float)


def is_whole(value: Json, optional: Collection[str]) -> bool:
    """Whether no member anywhere in it is blank, so that it can be kept as it is."""
    if type(value) not in _CONTAINERS:
        return True
    children = value
    if type(value) in _OBJECTS:
        for name, child in value.items():
            if not child and is_blank(name, child, optional):
                return False
        children = value.values()
    for child in children:
        if type(child) in _CONTAINERS and not is_whole(child, optional):
            return False
    return True
