"""The journal of a delivery: what was asked, and enough of each reply to go on after a crash.

No request header or body is kept, so no credential is; of a reply's headers only listed ones.
The flow itself sees the very reply that is kept: a replay cannot differ from the first run.
"""

from __future__ import annotations

import re
from hashlib import sha256
from http import HTTPStatus
from typing import Protocol

import msgspec

from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.lanes import Lease, LeaseLost, Right, Taking
from gateway.store.port import JournalStore
from gateway.store.records import DeliveryRow, ExchangeRow, Progress

NEVER_SENT = 0
"""The ``status`` of an exchange whose request surely never left the gateway."""

MAX_KEPT_BODY = 1024 * 1024
"""Bytes; a longer reply is not kept, and its request counts as one without a reply."""

_KEPT_HEADERS = frozenset({"content-type", "etag", "link", "location", "retry-after"})
_KEPT_PATTERN = re.compile(r"limit|request-id|idempotency")


# What only reads is noted with what comes after it: nothing is lost with a reading.
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Journal(Protocol):
    """Where a run notes its exchanges."""

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        """What was noted before, in order."""
        ...

    async def begin(self, exchange: ExchangeRow) -> None:
        """Note that a request is about to be sent; durable before one that changes something."""
        ...

    async def finish(self, exchange: ExchangeRow) -> None:
        """Note its reply; durable before anything else is sent or waited for."""
        ...

    async def secure(self) -> None:
        """Make durable how requests that changed something were answered."""
        ...


class StoreJournal:
    """The journal of one attempt in the store, under the lease of whoever runs the delivery.

    What need not be durable at once waits for what must be, so that both share a write: a reply
    for the next request, the end of a delivery for its last reply. ``is_new``: nobody has attempted
    the delivery before, so nothing was recorded. A ``lease`` that is still to be taken is taken
    with the first write, which comes before anything is sent.
    """

    def __init__(
        self, store: JournalStore, lease: Right | None = None, *, is_new: bool = False
    ) -> None:
        self._store = store
        self.lease = lease
        self._before: list[ExchangeRow] | None = [] if is_new else None
        self._noted: dict[tuple[str, int, int], ExchangeRow] = {}
        self._delivery: DeliveryRow | None = None
        self._evidence: bytes | None = None
        self._is_owed = False

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        """What the store had of one phase and round when the attempt began."""
        if self._before is None:
            self._before = await self._store.exchanges(delivery_id)
        return tuple(row for row in self._before if row.phase == phase and row.round == round_)

    async def begin(self, exchange: ExchangeRow) -> None:
        """Raises ``StoreUnavailable`` or ``LeaseLost``; then nothing may be sent."""
        self._note(exchange)
        if self._is_owed or exchange.method not in _SAFE or self._is_to_be_taken():
            await self.keep()

    async def finish(self, exchange: ExchangeRow) -> None:
        """Raises ``StoreUnavailable`` or ``LeaseLost``; then the outcome counts as unknown."""
        self._note(exchange)
        self._is_owed |= exchange.method not in _SAFE
        # What was refused or never left is tried again after a wait, and nothing waits in memory.
        if not exchange.status or exchange.status >= HTTPStatus.BAD_REQUEST:
            await self.secure()

    async def secure(self) -> None:
        """Raises ``StoreUnavailable`` or ``LeaseLost``."""
        if self._is_owed:
            await self.keep()

    def save(self, delivery: DeliveryRow, evidence: bytes | None = None) -> None:
        """Have the delivery's state, and what its receipt is, kept with what is kept next."""
        self._delivery, self._evidence = delivery, evidence

    async def keep(self, *, gives_back: bool = False) -> bool:
        """Make everything durable at once; whether the lane was given back, see ``advance``.

        Raises ``StoreUnavailable`` or ``LeaseLost``.
        """
        if not (self._noted or self._delivery or self._is_to_be_taken()):
            return False
        progress = Progress(
            exchanges=tuple(self._noted.values()),
            delivery=self._delivery,
            evidence=self._evidence,
        )
        self.lease = await self._store.advance(progress, self.lease, gives_back=gives_back)
        self._noted, self._delivery, self._evidence, self._is_owed = {}, None, None, False
        return gives_back and self.lease is None

    async def held(self) -> Lease:
        """The lease, which is taken by then. Raises ``StoreUnavailable`` or ``LeaseLost``."""
        if self._is_to_be_taken():
            await self.keep()
        if not isinstance(self.lease, Lease):
            raise LeaseLost
        return self.lease

    def _is_to_be_taken(self) -> bool:
        return isinstance(self.lease, Taking)

    def _note(self, exchange: ExchangeRow) -> None:
        self._noted[exchange.phase, exchange.round, exchange.number] = exchange


def fingerprint(request: VendorRequest) -> str:
    """The SHA-256, in hex, of everything in a request that the vendor sees."""
    head: tuple[object, ...] = (
        request.method,
        request.path,
        request.query,
        request.headers,
        len(request.body),
    )
    if request.service:  # left out where there is none: journals from before know no services
        head = (*head, request.service)
    # MessagePack says how long each part is, so no two requests give the same bytes.
    digest = sha256(msgspec.msgpack.encode(head))
    digest.update(request.body)
    return digest.hexdigest()


def shown_path(path: str) -> str:
    """A path as it may be journaled: a URL that a vendor hands out is signed in its query."""
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    return re.sub(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/]*@", r"\1", bare)


def kept(response: VendorResponse) -> VendorResponse:
    """The part of a reply that the journal keeps and the flow sees."""
    headers = tuple(
        (name, value)
        for name, value in response.headers
        if name in _KEPT_HEADERS or _KEPT_PATTERN.search(name)
    )
    return msgspec.structs.replace(response, headers=headers)


def finished(
    begun: ExchangeRow, reply: VendorResponse, *, at: str, with_body: bool = True
) -> ExchangeRow:
    """The row with its reply; the body only where it can be of use and is not too long."""
    is_kept = with_body and len(reply.body) <= MAX_KEPT_BODY
    return msgspec.structs.replace(
        begun,
        status=reply.status,
        headers=msgspec.json.encode(reply.headers),
        body=reply.body if is_kept else None,
        finished_at=at,
    )


def recalled(row: ExchangeRow) -> VendorResponse | None:
    """The reply that a row holds; None when there is none to replay."""
    if not row.status or row.body is None:
        return None
    headers = msgspec.json.decode(row.headers or b"[]", type=tuple[tuple[str, str], ...])
    return VendorResponse(status=row.status, headers=headers, body=row.body)
