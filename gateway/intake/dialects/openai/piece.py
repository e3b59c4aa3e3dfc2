"""One canonical part made of native members, with where each of them went."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from gateway.schema.check import fits
from gateway.schema.leaves import document_leaves, escape
from gateway.schema.scalars import Id, Json

Mapped: TypeAlias = dict[str, tuple[str, ...]]


class Piece(Struct, frozen=True, kw_only=True):
    """``mapped``: native pointers with pointers relative to the part; ``unread``: the native
    members that have no place in it, and ``noise`` what says nothing, by their native pointers.
    """

    part: dict[str, Json]
    mapped: Mapped
    unread: dict[str, Json] = {}
    noise: dict[str, str] = {}


def text_piece(text: str, at: str, type_: str = "text") -> Piece:
    """A part that is nothing but the text at ``at``: text or refusal."""
    return Piece(part={"type": type_, "text": text}, mapped={at: ("/text",)})


def other_piece(original_type: str, value: Json, at: str) -> Piece:
    """A native value that no rule could read, kept whole."""
    return Piece(
        part={"type": "other", "original_type": original_type, "data": value},
        mapped={at + rest: (f"/data{rest}",) for rest in document_leaves(value)},
    )


def unread(members: dict[str, Json], at: str, read: Iterable[str]) -> dict[str, Json]:
    """The members that were not read."""
    known = frozenset(read)
    return {f"{at}/{escape(name)}": value for name, value in members.items() if name not in known}


def is_id(value: Json) -> bool:
    """Whether the schema can hold it as an id."""
    return isinstance(value, str) and fits(value, Id)
