"""What a normalizer is and what it hands back: a canonical document, and where each leaf went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from gateway.intake.shape import is_object
from gateway.schema.check import fits
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Json


class Normalized(Struct, frozen=True, kw_only=True):
    """A native document as a canonical one, not yet checked.

    ``mapped`` names for each native leaf the canonical pointers it stands at; ``unmapped`` holds
    the native members that no rule read, whole; ``noise`` the native leaves that say nothing,
    each with its reason. Every native leaf is in exactly one of the three. ``loss`` tells of noise
    that a person would miss. ``lifts``: tool traffic may say more; all messages have an id.
    ``is_swept``: whatever no rule read has been looked for and is in ``unmapped``.
    """

    handoff: dict[str, Json]
    mapped: Mapping[str, tuple[str, ...]]
    unmapped: dict[str, Json] = {}
    noise: Mapping[str, str] = {}
    generated: tuple[Generated, ...] = ()
    loss: tuple[Loss, ...] = ()
    lifts: bool = False
    is_swept: bool = False


class Dialect(Struct, frozen=True, kw_only=True):
    """One native form. ``looks_like`` tells a sender in plain words what is recognised.

    ``normalize`` raises ``InvalidHandoff`` for a document that is not in the dialect at all.
    ``normalize_scrubbed``, where a platform takes personal data out itself, reads only what is
    left then.
    """

    name: str
    version: str
    looks_like: str
    recognises: Callable[[Json], bool]
    normalize: Callable[[Json], Normalized]
    normalize_scrubbed: Callable[[Json], Normalized] | None = None


class Ledger:
    """Where the native leaves of one document went, written while it is read."""

    def __init__(self) -> None:
        self.mapped: dict[str, tuple[str, ...]] = {}
        self.unmapped: dict[str, Json] = {}
        self.noise: dict[str, str] = {}

    def map(self, native: str, *canonical: str) -> None:
        """One leaf, and the places where it stands now."""
        self.mapped[native] = (*self.mapped.get(native, ()), *canonical)

    def move(self, native: str, value: Json, canonical: str) -> None:
        """A whole value that stands unchanged at another place."""
        for rest in document_leaves(value):
            self.map(native + rest, canonical + rest)

    def leave(self, native: str, value: Json) -> None:
        """A member that no rule reads; null and empty ones are told apart by their value."""
        self.unmapped[native] = value

    def drop(self, native: str, reason: str) -> None:
        """A leaf that says nothing, and why."""
        self.noise[native] = reason

    def rest(self, native: str, members: Mapping[str, Json], read: frozenset[str]) -> None:
        """All members of an object that were not read."""
        for name, value in members.items():
            if name not in read:
                self.leave(f"{native}/{escape(name)}", value)


def place(document: dict[str, Json], path: tuple[str, ...], value: Json, type_: Any) -> bool:
    """Put a value at a path where nothing stands yet, if it fits; False where it does not."""
    if not fits(value, type_):
        return False
    *parents, name = path
    holder: Json = document
    for parent in parents:
        if not is_object(holder):
            return False
        holder = holder.setdefault(parent, {})
    if not is_object(holder) or name in holder:
        return False
    holder[name] = value
    return True
