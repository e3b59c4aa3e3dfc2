"""Where native values went, noted as whole values and spelled out leaf by leaf only on demand.

A handoff on its way in needs to know what was read; only those who look into it, and the tests,
ask for the place of each leaf.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from gateway.intake.drafting.native import Native
from gateway.schema.leaves import document_leaves, unescape

_HERE = ("",)

BY_FORM = "read_by_form"
"""The reason of what is dropped here only because its leaves are accounted for by reading again."""

Read: TypeAlias = "dict[str, Read | bool]"
"""What was read, by names and indexes, both as text as in a pointer: True for a whole value."""


class _Step(Struct, frozen=True, gc=False):
    """A native value, or all that another draft read, at a place. ``follow``: its parts stand at
    the same names below the place, else the place says all of it. With a ``reason`` it stands
    nowhere.
    """

    source: Native | Trail
    place: str
    follow: bool
    reason: str = ""


class Trail:
    """What one draft read, in order; of the drafts that it took in, what they read."""

    __slots__ = ("_known", "_spelled", "steps")

    def __init__(self) -> None:
        self.steps: list[_Step] = []
        self._known: dict[str, tuple[str, ...]] | None = None
        self._spelled = 0

    def follow(self, native: Native, place: str) -> None:
        """The value stands at the place as it is."""
        self.steps.append(_Step(native, place, True))

    def say(self, native: Native, place: str) -> None:
        """What stands at the place says the value in other words."""
        self.steps.append(_Step(native, place, False))

    def drop(self, native: Native, reason: str) -> None:
        """The value says nothing."""
        self.steps.append(_Step(native, "", False, reason))

    def join(self, other: Trail, place: str) -> None:
        """The other draft's value stands at the place."""
        self.steps.append(_Step(other, place, True))

    def join_at(self, other: Trail, place: str) -> None:
        """The place alone says all that the other draft read."""
        self.steps.append(_Step(other, place, False))

    def forget(self) -> None:
        """As if nothing had been read."""
        self.steps.clear()
        self._known = None
        self._spelled = 0

    def says_anything(self) -> bool:
        """Whether anything native stands anywhere."""
        return any(
            not step.reason if isinstance(step.source, Native) else step.source.says_anything()
            for step in self.steps
        )

    def leaves(self) -> dict[str, tuple[str, ...]]:
        """The places of each native leaf, so far."""
        known = self._known = {} if self._known is None else self._known
        for step in self.steps[self._spelled :]:
            _spell(step, "", known)
        self._spelled = len(self.steps)
        return known

    def all_leaves(self) -> dict[str, tuple[str, ...]]:
        """The same, also with what the drafts within have read since they were taken in."""
        found: dict[str, tuple[str, ...]] = {}
        for step in self.steps:
            _spell(step, "", found)
        return found

    def dropped(self) -> dict[str, str]:
        """Native leaves that say nothing, and why; one may be said elsewhere."""
        found: dict[str, str] = {}
        for native, reason in self.sources():
            if reason and reason != BY_FORM:
                found |= {native.at + rest: reason for rest in document_leaves(native.value)}
        return found

    def read(self) -> Read | bool:
        """All values that were read or dropped, as a tree; True where that is the document."""
        root: Read = {}
        nodes: dict[int, Read | bool] = {}
        for native, _ in self.sources():
            if native.origin == "":
                return True
            _mark(native, root, nodes)
        return root

    def sources(self) -> list[tuple[Native, str]]:
        """Every native value that was read, with the reason where it was dropped."""
        found: list[tuple[Native, str]] = []
        for step in self.steps:
            if isinstance(step.source, Native):
                found.append((step.source, step.reason))
            else:
                found += step.source.sources()
        return found


def node_of(native: Native, root: Read | bool) -> Read | bool:
    """What was read of a value: nothing is an empty tree."""
    return root if isinstance(root, bool) else _node(native, root, {})


def _mark(native: Native, root: Read, nodes: dict[int, Read | bool]) -> None:
    if isinstance(native.origin, Native):
        holder = _node(native.origin, root, nodes)
        if holder is not True and holder is not False and native.key is not None:
            holder[str(native.key)] = True
        return
    *keys, last = _keys(native)
    holder = root
    for key in keys:
        if isinstance(holder, bool):
            return
        holder = holder.setdefault(key, {})
    if not isinstance(holder, bool):
        holder[last] = True


def _node(native: Native, root: Read, nodes: dict[int, Read | bool]) -> Read | bool:
    # Natives that others were found in live as long as those.
    known = nodes.get(id(native))
    if known is not None:
        return known
    holder = _node(native.origin, root, nodes) if isinstance(native.origin, Native) else root
    for key in _keys(native):
        if isinstance(holder, bool):
            break
        holder = holder.setdefault(key, {})
    nodes[id(native)] = holder
    return holder


def _keys(native: Native) -> list[str]:
    """The way from the origin."""
    if isinstance(native.origin, str):
        return [unescape(part) for part in native.origin.split("/")[1:]]
    return [] if native.key is None else [str(native.key)]


def _spell(step: _Step, prefix: str, found: dict[str, tuple[str, ...]]) -> None:
    source, place = step.source, prefix + step.place
    if isinstance(source, Trail):
        if step.follow:
            for inner in source.steps:
                _spell(inner, place, found)
        else:
            for leaf in source.all_leaves():
                _add(leaf, place, found)
        return
    if step.reason:
        return
    at, is_scalar = source.at, not isinstance(source.value, dict | list)
    for rest in _HERE if is_scalar else document_leaves(source.value):
        _add(at + rest, place + rest if step.follow else place, found)


def _add(leaf: str, place: str, found: dict[str, tuple[str, ...]]) -> None:
    known = found.get(leaf, ())
    if place not in known:
        found[leaf] = (*known, place)
