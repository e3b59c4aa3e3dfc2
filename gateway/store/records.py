"""What the store keeps, as rows: plain values in, plain values out.

Times are made by ``gateway.store.clock``: RFC 3339 in UTC, fixed width, sorting as text.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

DeliveryStatus: TypeAlias = Literal[
    "pending", "delivering", "verified", "unproven", "degraded", "failed", "dead", "discarded"
]
"""``pending``: waiting for its (next) attempt · ``delivering``: being worked on ·
``verified | unproven | degraded``: delivered, as its receipt says · ``failed``: refused, a person
must look · ``dead``: given up after the schedule's last attempt, everything kept ·
``discarded``: a person decided that it need not be delivered, and said why."""

FIRST_STATUS: DeliveryStatus = "pending"
"""Of a delivery that was just accepted."""

FINAL: frozenset[DeliveryStatus] = frozenset(
    {"verified", "unproven", "degraded", "failed", "dead", "discarded"}
)


class NewHandoff(Struct, frozen=True, kw_only=True):
    """One accepted handoff, with everything that must be durable before it is acknowledged.

    ``reply_to`` is the URL to which its events are to be told.
    """

    id: str
    conversation_id: str
    created_at: str
    dialect: str
    media_type: str
    raw: bytes
    raw_sha256: str
    package: bytes
    deliveries: tuple[NewDelivery, ...]
    client: str = ""
    idempotency_key: str | None = None
    reply_to: str | None = None
    traceparent: str | None = None


class NewDelivery(Struct, frozen=True, kw_only=True):
    """One delivery that an accepted handoff owes; ``id`` is also its idempotency key."""

    id: str
    destination: str


class Accepted(Struct, frozen=True, kw_only=True):
    """The id under which it stands; ``repeated`` when the key and body were seen before."""

    handoff_id: str
    repeated: bool = False


class HandoffRow(Struct, frozen=True, kw_only=True):
    """A stored handoff, without its bodies."""

    id: str
    conversation_id: str
    created_at: str
    dialect: str
    media_type: str
    raw_sha256: str
    deliveries: tuple[DeliveryRow, ...] = ()


class DeliveryRow(Struct, frozen=True, kw_only=True):
    """A delivery as it stands. Times are RFC 3339 UTC; JSON members are encoded bytes.

    ``proofs`` and ``fates`` are JSON objects word → count; ``problem`` is a JSON Problem;
    ``delivered`` is the encoded ``sdk.Delivered``. ``mapping_revision`` is None where the mapping
    is a preset or a file, ``schema_sha256`` where the vendor's schema was never fetched.
    ``generation`` counts the replays with another mapping; its exchanges have it as their round.
    ``reread_at``: when the vendor is read again after ``rereads`` later readings. ``traceparent``
    is its handoff's.
    """

    id: str
    handoff_id: str
    conversation_id: str
    destination: str
    status: DeliveryStatus
    attempts: int
    created_at: str
    next_attempt_at: str | None = None
    ref: str | None = None
    url: str | None = None
    delivered: bytes | None = None
    proofs: bytes | None = None
    fates: bytes | None = None
    problem: bytes | None = None
    mapping: str | None = None
    mapping_sha256: str | None = None
    mapping_revision: int | None = None
    schema_sha256: str | None = None
    generation: int = 0
    first_attempt_at: str | None = None
    last_attempt_at: str | None = None
    reread_at: str | None = None
    rereads: int = 0
    traceparent: str | None = None


class Backlog(Struct, frozen=True, kw_only=True):
    """How many deliveries to a destination have not ended, and when the oldest was accepted."""

    destination: str
    count: int
    oldest: str


class DeliveryFilter(Struct, frozen=True, kw_only=True):
    """Which deliveries are meant; what is not given is not asked for.

    ``code`` is that of its problem; ``since`` and ``until`` bound the moment of acceptance.
    """

    statuses: tuple[DeliveryStatus, ...] = ()
    destination: str | None = None
    code: str | None = None
    since: str | None = None
    until: str | None = None


class SchemaRow(Struct, frozen=True, kw_only=True):
    """What a vendor said that one object looks like in one destination's account.

    ``document`` is JSON; ``fetched_at`` when this was last said.
    """

    destination: str
    object: str
    sha256: str
    document: bytes
    fetched_at: str


class ExchangeRow(Struct, frozen=True, kw_only=True):
    """One journaled exchange. Without ``status`` it was begun and its outcome is not known;
    ``status`` 0 says that the request never left the gateway.

    ``phase`` is "deliver" or "read_back"; ``round`` counts fresh readings of the vendor;
    ``number`` orders the exchanges of a phase. ``fingerprint`` is the SHA-256 of the request.
    """

    delivery_id: str
    phase: str
    round: int
    number: int
    step: str
    method: str
    path: str
    fingerprint: str
    started_at: str
    attempt: int = 1
    status: int | None = None
    headers: bytes | None = None
    body: bytes | None = None
    finished_at: str | None = None


class Progress(Struct, frozen=True, kw_only=True):
    """What an attempt has come to since it last wrote: all of it is kept, or nothing.

    ``exchanges`` as they stand, begun or finished, with ``evidence`` what the receipt's rows are
    computed from.
    """

    exchanges: tuple[ExchangeRow, ...] = ()
    delivery: DeliveryRow | None = None
    evidence: bytes | None = None


class KeyRow(Struct, frozen=True, kw_only=True):
    """An API key: its hash, never the key."""

    name: str
    sha256: str
    scopes: tuple[str, ...]
    created_at: str
    revoked_at: str | None = None
