"""Steps: closures that go from one node of a handoff to what stands one name further on.

The first steps of most paths name members of the handoff one inside the other. They are known
through and through when the path is compiled, so ``reader`` makes one fetch of them, with their
pointer written beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias, cast

from msgspec import UNSET, Struct

from mappings.canonical import Node, View, VirtualMember
from mappings.nodes import Context, Lines, Nodes, Pair, escape, is_list
from mappings.shape import Member

Step: TypeAlias = Callable[[Node], Nodes]
Reader: TypeAlias = Callable[[Context], Nodes]
Fetch: TypeAlias = Callable[[Any], Any]


def read(steps: tuple[Step, ...], start: Node) -> Nodes:
    """Follow the steps from a node."""
    return _go_on(steps, (start,))


def _go_on(steps: tuple[Step, ...], nodes: Nodes) -> Nodes:
    for step in steps:
        if len(nodes) == 1:
            nodes = step(nodes[0])
        else:
            nodes = tuple([found for node in nodes for found in step(node)])
    return nodes


class Viewed(Struct, frozen=True):
    """The nodes of a view, resolved once for each application of a mapping."""

    name: str
    resolve: Callable[[Any], Nodes]

    def __call__(self, node: Node) -> Nodes:
        return self.nodes(node[0])

    def nodes(self, context: Context) -> Nodes:
        found = context.memo.get(self.name)
        if found is None:
            found = context.memo[self.name] = self.resolve(context.handoff)
        return found


def view_step(view: View) -> Step:
    return Viewed(view.name, view.resolve)


def handoff_url(node: Node) -> Nodes:
    context: Context = node[0]
    return ((context.handoff_url, ()),) if context.handoff_url else ()


class Root(Struct, frozen=True):
    """The step to a member of the handoff itself."""

    struct: type
    attribute: str
    suffix: str
    tag: str | None

    def __call__(self, node: Node) -> Nodes:
        context: Context = node[0]
        value = getattr(context.handoff, self.attribute)
        return () if value is UNSET else ((value, (self.suffix,)),)


class Inner(Struct, frozen=True):
    """The step to a member of one kind of struct; a ``tag`` is its value, with no attribute."""

    struct: type
    attribute: str
    suffix: str
    tag: str | None

    def __call__(self, node: Node) -> Nodes:
        value, pointers = node
        if type(value) is not self.struct:
            return ()
        found = self.tag if self.tag is not None else getattr(value, self.attribute)
        return () if found is UNSET else ((found, (pointers[0] + self.suffix,)),)


def root_step(struct: type, member: Member, name: str) -> Step:
    return Root(struct, member.attribute, f"/{name}", member.tag)


def member_step(struct: type, member: Member, name: str) -> Step:
    return Inner(struct, member.attribute, f"/{name}", member.tag)


def trail(steps: tuple[Step, ...]) -> Trail:
    """The members one inside the other that a path begins with."""
    names: list[tuple[type, str]] = []
    suffix = ""
    for step in steps:
        if isinstance(step, Key):
            names.append((dict, step.name))
        elif isinstance(step, Inner | Root) and step.tag is None:
            names.append((step.struct, step.attribute))
        else:
            break
        suffix += step.suffix
    return Trail(tuple(names), suffix, whole=len(names) == len(steps))


class Trail(Struct, frozen=True):
    """Members one inside the other, each with the type that has it, and their pointer.

    ``whole`` says that the path has no other steps.
    """

    names: tuple[tuple[Any, str], ...]
    suffix: str
    whole: bool

    def fetch(self) -> Fetch:
        """What they lead to, and UNSET where they do not. One closure for all: Python learns it."""
        names = self.names

        def fetch(value: Any) -> Any:
            for kind, name in names:
                if type(value) is not kind:
                    return UNSET
                value = value.get(name, UNSET) if kind is dict else getattr(value, name)
            return value

        return fetch

    def hasty(self) -> Fetch:
        """The same in one call of C, for who takes nothing but a text.

        Raises ``AttributeError`` where it leads nowhere. Where a place may hold a struct or a
        text, it may lead to one of the text's methods, which is no text either.
        """
        if any(kind is dict for kind, _ in self.names):
            return self.fetch()
        return attrgetter(".".join(name for _, name in self.names))


def fixed_place(steps: tuple[Step, ...]) -> Trail | None:
    """The beginning of a path that leads to the same pointer in every handoff, if it has one."""
    return trail(steps) if steps and isinstance(steps[0], Root) else None


def reader(steps: tuple[Step, ...]) -> Reader:
    """Follow the steps from the handoff: what ``read`` does, compiled."""
    fixed = fixed_place(steps)
    if fixed is None:
        return _moving_reader(steps)
    pointers, fetch, rest = (fixed.suffix,), fixed.fetch(), steps[len(fixed.names) :]

    def fetched(context: Context) -> Nodes:
        value = fetch(context.handoff)
        if value is UNSET:
            return ()
        return _go_on(rest, ((value, pointers),)) if rest else ((value, pointers),)

    return fetched


def _moving_reader(steps: tuple[Step, ...]) -> Reader:
    """Views stand at another place in each handoff."""
    first, rest = steps[0], steps[1:]
    if isinstance(first, Viewed):
        return lambda context: _go_on(rest, first.nodes(context))
    return lambda context: read(steps, (context, ("",)))


def virtual_step(virtual: VirtualMember) -> Step:
    def step(node: Node) -> Nodes:
        owner, pointers = node
        if type(owner) is not virtual.owner:
            return ()
        base, resolved = pointers[0], virtual.resolve(owner)
        if len(resolved) == 1:
            value, relative = resolved[0]
            if len(relative) == 1:
                return ((value, (base + relative[0],)),)
        found = tuple(
            [
                (value, tuple([base + pointer for pointer in relative]))
                for value, relative in resolved
            ]
        )
        if not found:
            return ()
        return ((Lines(found), tuple(pointer for _, all_ in found for pointer in all_)),)

    return step


def either(steps: list[Step]) -> Step:
    if len(steps) == 1:
        return steps[0]
    return lambda node: next((found for step in steps if (found := step(node))), ())


class Key(Struct, frozen=True):
    """The step to a member of raw JSON."""

    name: str
    suffix: str

    def __call__(self, node: Node) -> Nodes:
        value, pointers = node
        if not isinstance(value, dict):
            return ()
        members = cast("dict[str, Any]", value)
        if self.name not in members:
            return ()
        return ((members[self.name], (pointers[0] + self.suffix,)),)


def key_step(name: str) -> Step:
    return Key(name, f"/{escape(name)}")


def each_step(node: Node) -> Nodes:
    value, pointers = node
    if isinstance(value, dict):
        return tuple(
            [
                (Pair(key, (item, (f"{pointers[0]}/{escape(key)}",))), ())
                for key, item in cast("dict[str, Any]", value).items()
            ]
        )
    if not is_list(value):
        return ()
    base = pointers[0]
    items: list[Any] = value
    return tuple([(item, (f"{base}/{index}",)) for index, item in enumerate(items)])


def index_step(index: int) -> Step:
    def step(node: Node) -> Nodes:
        value, pointers = node
        if isinstance(value, Pair):
            return ((value.key, ()),) if index == 0 else (value.value,)
        if not is_list(value):
            return ()
        items: list[Any] = value
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
