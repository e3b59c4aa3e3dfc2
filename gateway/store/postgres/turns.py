"""Turns of conversations that may be handed over, in PostgreSQL."""

from __future__ import annotations

import hashlib
from functools import partial

import msgspec

from gateway.store.conflicts import key_with_another_body
from gateway.store.postgres.batch import Ask, Plan, Work, Written, statement
from gateway.store.postgres.driver import Record
from gateway.store.postgres.readers import Readers
from gateway.store.postgres.writer import Writer
from gateway.store.turn_port import KeptTurn, NewTurn, TurnRow

_OF_ONE = "WHERE client = $1 AND conversation_id = $2"
# $3 SHA-256 of the turn's own key · $4 the SHA-256 of its body
_LOOK = f"""
SELECT last.number, last.raw_sha256,
    (SELECT min(number) FROM turns {_OF_ONE} AND own_sha256 = $3 AND raw_sha256 = $4) AS same,
    EXISTS (SELECT FROM turns {_OF_ONE} AND own_sha256 = $3) AS own_is_known
FROM (SELECT) AS always LEFT JOIN LATERAL (
    SELECT number, raw_sha256 FROM turns {_OF_ONE} ORDER BY number DESC LIMIT 1
) AS last ON true
"""  # noqa: S608 - our words only
_MEMBERS = (
    *("client", "conversation_id", "raw_sha256", "media_type", "dialect"),
    *("raw", "document", "kept_at"),
)
_KEEP = (
    f"INSERT INTO turns ({', '.join(_MEMBERS)}, own_sha256, number)"  # noqa: S608 - our words only
    f" VALUES ({', '.join(f'${place}' for place in range(1, len(_MEMBERS) + 3))}) RETURNING number"
)
# A turn that is being kept meanwhile stays.
_DROP = """
WITH gone AS (
    DELETE FROM turns WHERE kept_at < $1 AND (client, conversation_id) IN (
        SELECT client, conversation_id FROM turns
        GROUP BY client, conversation_id HAVING max(kept_at) < $1
    ) RETURNING number
)
SELECT count(*) AS count FROM gone
"""


class Turns:
    """The part of the store that keeps turns."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        self._writer = writer
        self._readers = readers

    async def keep_turn(self, turn: NewTurn) -> KeptTurn:
        """See ``TurnStore``."""
        lock = f"turns {len(turn.client)} {turn.client} {turn.conversation_id}"
        work = Work(plan=partial(_keep, turn), locks=(lock,))
        kept: KeptTurn = await self._writer.write(work)
        return kept

    async def turns(self, client: str, conversation_id: str) -> list[TurnRow]:
        """See ``TurnStore``."""
        rows = await self._readers.all(
            f"SELECT number, dialect, document, kept_at FROM turns {_OF_ONE} ORDER BY number",  # noqa: S608
            client,
            conversation_id,
        )
        return [msgspec.convert(dict(row.items()), TurnRow) for row in rows]

    async def turn_bytes(self, client: str, conversation_id: str) -> int:
        """See ``TurnStore``."""
        row = await self._readers.first(
            f"SELECT coalesce(sum(length(raw)), 0) AS size FROM turns {_OF_ONE}",  # noqa: S608
            client,
            conversation_id,
        )
        return int(row["size"]) if row else 0

    async def drop_turns(self, *, before: str) -> int:
        """See ``TurnStore``."""
        row = await self._writer.write(statement(_DROP, before))
        return int(row["count"])


def _keep(turn: NewTurn) -> Plan:
    own = None if turn.own is None else hashlib.sha256(turn.own.encode()).hexdigest()
    found = yield Ask(_LOOK, (turn.client, turn.conversation_id, own, turn.raw_sha256))
    known = _known(turn, found)
    if known is not None:
        return Written(value=KeptTurn(number=known, repeated=True))
    number = (found["number"] or 0) + 1
    yield Ask(_KEEP, (*(getattr(turn, name) for name in _MEMBERS), own, number))
    return Written(value=KeptTurn(number=number))


def _known(turn: NewTurn, found: Record) -> int | None:
    """The number under which the turn is kept already. Raises ``Conflict``."""
    number: int | None
    if turn.own is None:
        number = found["number"] if found["raw_sha256"] == turn.raw_sha256 else None
        return number
    if found["own_is_known"] and found["same"] is None and turn.must_match:
        raise key_with_another_body()
    number = found["same"]
    return number
