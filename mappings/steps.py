"""Steps: closures that go from one node of a handoff to what stands one name further on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, cast

from msgspec import UNSET

from mappings.canonical import Node, View, VirtualMember
from mappings.nodes import Context, Lines, Nodes, Pair, escape
from mappings.shape import Member

Step: TypeAlias = Callable[[Node], Nodes]


def read(steps: tuple[Step, ...], start: Node) -> Nodes:
    """Follow the steps from a node."""
    nodes: Nodes = (start,)
    for step in steps:
        if len(nodes) == 1:
            nodes = step(nodes[0])
        else:
            nodes = tuple(found for node in nodes for found in step(node))
    return nodes


def view_step(view: View) -> Step:
    """The nodes of a view, resolved once for each application of a mapping."""

    def step(node: Node) -> Nodes:
        context = cast("Context", node[0])
        nodes = context.memo.get(view.name)
        if nodes is None:
            nodes = context.memo[view.name] = view.resolve(context.handoff)
        return nodes

    return step


def handoff_url(node: Node) -> Nodes:
    url = cast("Context", node[0]).handoff_url
    return ((url, ()),) if url else ()


def root_step(member: Member, name: str) -> Step:
    pointers = (f"/{name}",)

    def step(node: Node) -> Nodes:
        value = getattr(cast("Context", node[0]).handoff, member.attribute)
        return () if value is UNSET else ((value, pointers),)

    return step


def member_step(struct: type, member: Member, name: str) -> Step:
    attribute, suffix, tag = member.attribute, f"/{name}", member.tag

    def step(node: Node) -> Nodes:
        value, pointers = node
        if type(value) is not struct:
            return ()
        found = tag if tag is not None else getattr(value, attribute)
        return () if found is UNSET else ((found, (pointers[0] + suffix,)),)

    return step


def virtual_step(virtual: VirtualMember) -> Step:
    def step(node: Node) -> Nodes:
        owner, pointers = node
        if type(owner) is not virtual.owner:
            return ()
        base = pointers[0]
        found = tuple(
            (value, tuple(base + pointer for pointer in relative))
            for value, relative in virtual.resolve(owner)
        )
        if len(found) < 2:
            return found
        return ((Lines(found), tuple(pointer for _, all_ in found for pointer in all_)),)

    return step


def either(steps: list[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]
    return lambda node: next((found for step in steps if (found := step(node))), ())


def key_step(name: str) -> Step:
    suffix = f"/{escape(name)}"

    def step(node: Node) -> Nodes:
        value, pointers = node
        if not isinstance(value, dict) or name not in value:
            return ()
        return ((cast("dict[str, Any]", value)[name], (pointers[0] + suffix,)),)

    return step


def each_step(node: Node) -> Nodes:
    value, pointers = node
    if isinstance(value, dict):
        return tuple(
            (Pair(key, (item, (f"{pointers[0]}/{escape(key)}",))), ())
            for key, item in cast("dict[str, Any]", value).items()
        )
    if not isinstance(value, tuple | list):
        return ()
    base = pointers[0]
    items = cast("list[Any]", value)
    return tuple((item, (f"{base}/{index}",)) for index, item in enumerate(items))


def index_step(index: int) -> Step:
    def step(node: Node) -> Nodes:
        value, pointers = node
        if isinstance(value, Pair):
            return ((value.key, ()),) if index == 0 else (value.value,)
        if not isinstance(value, tuple | list):
            return ()
        items = cast("list[Any]", value)
        place = index if index >= 0 else len(items) + index
        if not 0 <= place < len(items):
            return ()
        return ((items[place], (f"{pointers[0]}/{place}",)),)

    return step


def nth(steps: tuple[Step, ...], index: int) -> Step:
    def step(node: Node) -> Nodes:
        nodes = read(steps, node)
        return (nodes[index],) if -len(nodes) <= index < len(nodes) else ()

    return step
