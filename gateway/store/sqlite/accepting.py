"""Writing accepted handoffs in SQLite: many at once, statement by statement, and one with a look.

Nearly all handoffs are new ones, so a group is written without asking what there is already; what
has to be unique in the tables says when that was wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from gateway.store.clock import now
from gateway.store.conflicts import id_is_taken, key_with_another_body
from gateway.store.events import NewEvent, accepted
from gateway.store.records import FIRST_STATUS, Accepted, NewHandoff
from gateway.store.sqlite.events import keep_events
from gateway.store.sqlite.group_commit import Joint
from gateway.store.sqlite.listeners import add_listeners
from gateway.store.status import worst_status

_HANDOFF = (
    "INSERT INTO handoffs (sequence, id, client, conversation_id, created_at, dialect, media_type,"
    " raw_sha256, status, traceparent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BODY = "INSERT INTO bodies (sequence, raw, package) VALUES (?, ?, ?)"
_DELIVERY = (
    "INSERT INTO deliveries (id, handoff_id, destination, status, created_at)"
    " VALUES (?, ?, ?, ?, ?)"
)
_KEY = "INSERT INTO idempotency_keys (client, key, raw_sha256, handoff_id) VALUES (?, ?, ?, ?)"


def acceptance(handoff: NewHandoff) -> Joint:
    """The work that keeps a handoff, see ``HandoffStore.accept``."""
    return Joint(handoff, _accept, _accept_all)


def _accept_all(db: sqlite3.Connection, handoffs: Sequence[NewHandoff]) -> list[Accepted]:
    """Raises ``sqlite3.IntegrityError`` where an id or a key was seen before."""
    _insert(db, handoffs)
    keyed = [one for one in handoffs if one.idempotency_key is not None]
    db.executemany(_KEY, [_keyed(one, one.id) for one in keyed])
    return [Accepted(handoff_id=one.id) for one in handoffs]


def _accept(db: sqlite3.Connection, handoff: NewHandoff) -> Accepted:
    known = _known_key(db, handoff) or _known_id(db, handoff)
    if known is None:
        _insert(db, [handoff])
    answer = Accepted(handoff_id=known or handoff.id, repeated=known is not None)
    if handoff.idempotency_key is not None:
        db.execute(f"{_KEY} ON CONFLICT DO NOTHING", _keyed(handoff, answer.handoff_id))
    return answer


def _known_key(db: sqlite3.Connection, handoff: NewHandoff) -> str | None:
    row = db.execute(
        "SELECT handoff_id, raw_sha256 FROM idempotency_keys WHERE client = ? AND key = ?",
        (handoff.client, handoff.idempotency_key),
    ).fetchone()
    if row is None:
        return None
    if row["raw_sha256"] != handoff.raw_sha256:
        raise key_with_another_body()
    return str(row["handoff_id"])


def _known_id(db: sqlite3.Connection, handoff: NewHandoff) -> str | None:
    row = db.execute("SELECT raw_sha256 FROM handoffs WHERE id = ?", (handoff.id,)).fetchone()
    if row is None:
        return None
    if row["raw_sha256"] != handoff.raw_sha256:
        raise id_is_taken()
    return handoff.id


def _insert(db: sqlite3.Connection, handoffs: Sequence[NewHandoff]) -> None:
    at = now()
    (latest,) = db.execute("SELECT ifnull(max(sequence), 0) FROM handoffs").fetchone()
    numbered = list(enumerate(handoffs, latest + 1))
    db.executemany(_HANDOFF, [_columns(sequence, one) for sequence, one in numbered])
    db.executemany(_BODY, [(sequence, one.raw, one.package) for sequence, one in numbered])
    db.executemany(_DELIVERY, [row for one in handoffs for row in _deliveries(one)])
    add_listeners(db, [(one.id, one.reply_to) for one in handoffs if one.reply_to is not None], at)
    keep_events(db, [_event(one) for one in handoffs], at)


def _columns(sequence: int, one: NewHandoff) -> tuple[object, ...]:
    return (
        *(sequence, one.id, one.client, one.conversation_id, one.created_at, one.dialect),
        *(one.media_type, one.raw_sha256),
        *(worst_status(FIRST_STATUS for _ in one.deliveries), one.traceparent),
    )


def _deliveries(one: NewHandoff) -> Iterator[tuple[str, ...]]:
    for delivery in one.deliveries:
        yield (delivery.id, one.id, delivery.destination, FIRST_STATUS, one.created_at)


def _keyed(one: NewHandoff, handoff_id: str) -> tuple[object, ...]:
    return (one.client, one.idempotency_key, one.raw_sha256, handoff_id)


def _event(one: NewHandoff) -> NewEvent:
    return accepted(one.id, tuple(delivery.destination for delivery in one.deliveries))
