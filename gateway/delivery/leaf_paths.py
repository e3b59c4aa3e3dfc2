"""A leaf's place in the schema, as mappings write it, without anything that a sender chose."""

from __future__ import annotations

from functools import lru_cache

from gateway.schema.handoff import Handoff
from gateway.schema.leaves import unescape
from mappings.shape import Shape, members_of, shape_of


@lru_cache(maxsize=4096)
def leaf_path(pointer: str) -> str:
    """``/customer/refs/0/id`` as ``customer.refs[*].id``.

    Behind a member that holds free JSON the path ends in ``.*``: names in there are data.
    """
    path, shape = "", shape_of(Handoff)
    for token in pointer.split("/")[1:]:
        following = _member(shape, unescape(token))
        if following is not None:
            path, shape = f"{path}.{token}", following
        elif shape.item is not None and token.isdigit():
            path, shape = f"{path}[*]", shape.item
        else:
            path = f"{path}.*"
            break
    return path.removeprefix(".")


def _member(shape: Shape, name: str) -> Shape | None:
    for struct in shape.structs:
        member = members_of(struct).get(name)
        if member is not None:
            return member.shape
    return None
