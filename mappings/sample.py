"""A sample: handoffs that have everything the types allow, for finding out what a mapping reaches.

Reading it with the very closures that read real handoffs makes views and virtual members count
for exactly the leaves they stand for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from mappings.shape import Shape, members_of, shape_of


@cache
def sample_of(root: type) -> Any:
    """A handoff with every member filled; its lists hold each alternative of their items."""
    shape = shape_of(root)
    return _variants(shape)[0]


def _variants(shape: Shape) -> list[Any]:
    """One value for each way to fill a place; structs vary with their members."""
    found: list[Any] = []
    if shape.text:
        found.extend(shape.members if shape.closed else ["x"])
    if shape.number:
        found.append(1.0)
    if shape.boolean:
        found.append(True)
    if shape.json:
        found.append("x")
    if shape.mapping:
        found.append({"*": "x"})
    for struct in shape.structs:
        found.extend(_structs(struct))
    if shape.item:
        found.append(tuple(_variants(shape.item)))
    return found


def _structs(struct: type) -> list[Any]:
    """As many as its most varied member needs, so that each alternative occurs at least once."""
    members = [member for member in members_of(struct).values() if member.tag is None]
    variants = {member.attribute: _variants(member.shape) for member in members}
    count = max(map(len, variants.values()), default=1)
    return [
        struct(**{name: values[index % len(values)] for name, values in variants.items()})
        for index in range(count)
    ]
