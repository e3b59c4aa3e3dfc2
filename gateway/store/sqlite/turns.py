"""Turns of conversations that may be handed over, in SQLite."""

from __future__ import annotations

import sqlite3
from functools import partial

import msgspec

from gateway.store.conflicts import key_with_another_body
from gateway.store.sqlite.readers import Readers
from gateway.store.sqlite.writer import Writer
from gateway.store.turn_port import KeptTurn, NewTurn, TurnRow

_OF_ONE = "WHERE client = ? AND conversation_id = ?"


class Turns:
    """The part of the store that keeps turns."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def keep_turn(self, turn: NewTurn) -> KeptTurn:
        """See ``TurnStore``."""
        return await self._writer.write(partial(_keep, turn=turn))

    async def turns(self, client: str, conversation_id: str) -> list[TurnRow]:
        """See ``TurnStore``."""
        return await self._readers.read(partial(_turns, of=(client, conversation_id)))

    async def turn_bytes(self, client: str, conversation_id: str) -> int:
        """See ``TurnStore``."""
        return await self._readers.read(partial(_bytes, of=(client, conversation_id)))

    async def drop_turns(self, *, before: str) -> int:
        """See ``TurnStore``."""
        return await self._writer.write(partial(_drop, before=before))


def _keep(db: sqlite3.Connection, turn: NewTurn) -> KeptTurn:
    known = _known(db, turn)
    if known is not None:
        return KeptTurn(number=known, repeated=True)
    last = _last(db, turn)
    number = last["number"] + 1 if last else 1
    db.execute(
        "INSERT INTO turns (client, conversation_id, number, own, raw_sha256, media_type, dialect,"
        " raw, document, kept_at) VALUES (:client, :conversation_id, :number, :own, :raw_sha256,"
        " :media_type, :dialect, :raw, :document, :kept_at)",
        {**msgspec.structs.asdict(turn), "number": number},
    )
    return KeptTurn(number=number)


def _known(db: sqlite3.Connection, turn: NewTurn) -> int | None:
    """The number under which the turn is kept already."""
    if turn.own is None:
        last = _last(db, turn)
        return last["number"] if last and last["raw_sha256"] == turn.raw_sha256 else None
    rows = db.execute(
        f"SELECT number, raw_sha256 FROM turns {_OF_ONE} AND own = ?",  # noqa: S608 - our words only
        (turn.client, turn.conversation_id, turn.own),
    ).fetchall()
    same = next((row["number"] for row in rows if row["raw_sha256"] == turn.raw_sha256), None)
    if rows and same is None and turn.must_match:
        raise key_with_another_body()
    return same


def _last(db: sqlite3.Connection, turn: NewTurn) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        f"SELECT number, raw_sha256 FROM turns {_OF_ONE} ORDER BY number DESC LIMIT 1",  # noqa: S608 - our words only
        (turn.client, turn.conversation_id),
    ).fetchone()
    return row


def _turns(db: sqlite3.Connection, *, of: tuple[str, str]) -> list[TurnRow]:
    rows = db.execute(
        f"SELECT number, dialect, document, kept_at FROM turns {_OF_ONE} ORDER BY number",  # noqa: S608 - our words only
        of,
    )
    return [msgspec.convert(dict(row), TurnRow) for row in rows]


def _bytes(db: sqlite3.Connection, *, of: tuple[str, str]) -> int:
    total = f"SELECT COALESCE(SUM(LENGTH(raw)), 0) FROM turns {_OF_ONE}"  # noqa: S608 - our words only
    (size,) = db.execute(total, of).fetchone()
    return int(size)


def _drop(db: sqlite3.Connection, *, before: str) -> int:
    return db.execute(
        "DELETE FROM turns WHERE (client, conversation_id) IN (SELECT client, conversation_id"
        " FROM turns GROUP BY client, conversation_id HAVING MAX(kept_at) < ?)",
        (before,),
    ).rowcount
