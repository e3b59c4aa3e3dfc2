"""The part of the store that keeps the turns of a conversation until it is handed over."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct


class NewTurn(Struct, frozen=True, kw_only=True):
    """One turn of a conversation, as a client sent it.

    ``raw`` is the body byte for byte, ``document`` what was read from it. ``own`` tells a repeated
    turn from another one; None where nothing does. ``must_match``: the same ``own`` with another
    body is refused, as an Idempotency-Key is; else it is another turn.
    """

    client: str
    conversation_id: str
    raw: bytes
    raw_sha256: str
    media_type: str
    dialect: str
    document: bytes
    kept_at: str
    own: str | None = None
    must_match: bool = False


class KeptTurn(Struct, frozen=True, kw_only=True):
    """Its number in the conversation, from 1; ``repeated`` when it was kept before."""

    number: int
    repeated: bool = False


class TurnRow(Struct, frozen=True, kw_only=True):
    """A kept turn as it is picked up."""

    number: int
    dialect: str
    document: bytes
    kept_at: str


class TurnStore(Protocol):
    """Turns by client and conversation: no client sees another's."""

    async def keep_turn(self, turn: NewTurn) -> KeptTurn:
        """Keep a turn behind the others of its conversation, in one commit.

        The same ``own`` is the same turn; without one, the same body right behind itself is.
        Raises ``Conflict`` ``idempotency.mismatch`` for the same key with another body.
        """
        ...

    async def turns(self, client: str, conversation_id: str) -> list[TurnRow]:
        """All turns of a conversation, in order."""
        ...

    async def turn_bytes(self, client: str, conversation_id: str) -> int:
        """How large the bodies of a conversation's turns are, together."""
        ...

    async def drop_turns(self, *, before: str) -> int:
        """Forget the conversations whose last turn was kept before then; how many turns went."""
        ...
