"""Members that say nothing: named in a dialect's ``optional`` and null or empty."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from gateway.intake.shape import is_list
from gateway.schema.scalars import Json

_CONTAINERS = frozenset({dict, list})


def is_blank(name: str, value: Json, optional: Collection[str]) -> bool:
    """Whether a member says nothing; a number and a truth value always say something."""
    return not value and name in optional and not isinstance(value, int | float)


def is_whole(value: Json, optional: Collection[str]) -> bool:
    """Whether no member anywhere in it is blank, so that it can be kept as it is."""
    if isinstance(value, dict):
        members = cast("dict[str, Json]", value)
        for name, child in members.items():
            if not child:
                if is_blank(name, child, optional):
                    return False
            elif type(child) in _CONTAINERS and not is_whole(child, optional):
                return False
        return True
    for child in value if is_list(value) else ():
        if type(child) in _CONTAINERS and not is_whole(child, optional):
            return False
    return True
