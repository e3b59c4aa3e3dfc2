"""The canonical side as an argument: the engine reads any tree of msgspec structs.

Nothing here imports the gateway; it hands its own handoff type, views and leaves over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

Node: TypeAlias = tuple[Any, tuple[str, ...]]
"""A value and the JSON Pointers it stands at (one, for an alias) or was read from (derived)."""


class View(Protocol):
    """A name that stands for nodes elsewhere; paths go on behind it unless it is derived."""

    @property
    def name(self) -> str: ...
    @property
    def type(self) -> Any: ...
    @property
    def derived(self) -> bool: ...
    @property
    def many(self) -> bool: ...
    @property
    def resolve(self) -> Callable[[Any], tuple[Node, ...]]: ...


class VirtualMember(Protocol):
    """A member that a struct has for mappings only; its pointers are relative to its owner."""

    @property
    def owner(self) -> type: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> Any: ...
    @property
    def resolve(self) -> Callable[[Any], tuple[Node, ...]]: ...


class CanonicalSchema(Struct, frozen=True, kw_only=True):
    """What a mapping can read. ``version`` is the major a mapping names ("handoff/1").

    ``leaves`` lists every leaf of a handoff by JSON Pointer; the plan accounts for all of them.
    """

    version: str
    root: type
    views: tuple[View, ...]
    members: tuple[VirtualMember, ...]
    leaves: Callable[[Any], Mapping[str, Any]]


class Fitted(Protocol):
    """A text within its limit; the code points ``[start, end)`` of the original are still there."""

    @property
    def text(self) -> str: ...
    @property
    def cut(self) -> bool: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Fit(Protocol):
    """The only function that may cut: (text, size, unit) to a text that fits."""

    def __call__(self, text: str, size: int, unit: Any, /) -> Fitted: ...
