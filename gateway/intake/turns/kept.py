"""A turn of a conversation as it is kept until its handoff: read already, not lifted yet."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from gateway.schema.origin import Generated, Loss
from gateway.schema.scalars import Json


class Turn(Struct, frozen=True, kw_only=True):
    """The canonical members that a turn's body gave, without the conversation's id, redacted as a
    handoff is. ``loss`` and ``generated`` are as in ``provenance``.
    """

    handoff: dict[str, Json]
    loss: tuple[Loss, ...] = ()
    generated: tuple[Generated, ...] = ()


class Earlier(Struct, frozen=True, kw_only=True):
    """A kept turn: its number in the conversation, what it was in, and when it was kept."""

    number: int
    dialect: str
    kept_at: str
    turn: Turn


def encode_turn(turn: Turn) -> bytes:
    """The turn as it is stored."""
    return msgspec.json.encode(turn)


def decode_turn(document: bytes) -> Turn:
    """A stored turn."""
    return msgspec.json.decode(document, type=Turn)
