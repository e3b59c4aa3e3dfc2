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

    attribute: str
    pointer: str

    def __call__(self, node: Node) -> Nodes:
        context: Context = node[0]
        value = getattr(context.handoff, self.attribute)
        return () if value is UNSET else ((value, (self.pointer,)),)


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


def root_step(member: Member, name: str) -> Step:
    return Root(member.attribute, f"/{name}")


def member_step(struct: type, member: Member, name: str) -> Step:
    return Inner(struct, member.attribute, f"/{name}", member.tag)


class Fixed(Struct, frozen=True):
    """A place with the same pointer in every handoff; ``fetch`` yields UNSET where it is absent.

    ``steps`` is how many steps of a path lead there; ``whole`` says that these are all.
    """

    pointer: str
    fetch: Fetch
    steps: int
    whole: bool


def fixed_place(steps: tuple[Step, ...]) -> Fixed | None:
    """The longest beginning of a path that always leads to the same pointer, if it has one."""
    if not steps or not isinstance(steps[0], Root):
        return None
    pointer, fetch, count = steps[0].pointer, cast("Fetch", attrgetter(steps[0].attribute)), 1
    for step in steps[1:]:
        if isinstance(step, Key):
            fetch = _key_of(fetch, step.name)
        elif isinstance(step, Inner) and step.tag is None:
            fetch = _member_of(fetch, step)
        else:
            break
        pointer, count = pointer + step.suffix, count + 1
    return Fixed(pointer, fetch, count, count == len(steps))


def _key_of(outer: Fetch, name: str) -> Fetch:
    def fetch(handoff: Any) -> Any:
        value: Any = outer(handoff)
        if type(value) is not dict:
            return UNSET
        return cast("dict[str, Any]", value).get(name, UNSET)

    return fetch


def _member_of(outer: Fetch, step: Inner) -> Fetch:
    struct, inner = step.struct, attrgetter(step.attribute)

    def fetch(handoff: Any) -> Any:
        value = outer(handoff)
        return inner(value) if type(value) is struct else UNSET

    return fetch


def reader(steps: tuple[Step, ...]) -> Reader:
    """Follow the steps from the handoff: what ``read`` does, compiled."""
    fixed = fixed_place(steps)
    if fixed is None:
        return _moving_reader(steps)
    pointers, fetch, rest = (fixed.pointer,), fixed.fetch, steps[fixed.steps :]

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
