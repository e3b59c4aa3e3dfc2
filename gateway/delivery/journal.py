"""The journal of a delivery: what was asked, and enough of each reply to go on after a crash.

No request header or body is kept, so no credential is; of a reply's headers only listed ones.
The flow itself sees the very reply that is kept: a replay cannot differ from the first run.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Protocol

import msgspec
from msgspec import Struct

from gateway.sdk.exchange import VendorRequest, VendorResponse
from gateway.store.lanes import Lease
from gateway.store.port import JournalStore
from gateway.store.records import ExchangeRow

NEVER_SENT = 0
"""The ``status`` of an exchange whose request surely never left the gateway."""

MAX_KEPT_BODY = 1024 * 1024
"""Bytes; a longer reply is not kept, and its request counts as one without a reply."""

_KEPT_HEADERS = frozenset({"content-type", "etag", "link", "location", "retry-after"})
_KEPT_PATTERN = re.compile(r"limit|request-id|idempotency")


class Journal(Protocol):
    """Where a run notes its exchanges. What ``begin`` and ``finish`` return from is durable."""

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        """What was noted before, in order."""
        ...

    async def begin(self, exchange: ExchangeRow) -> None:
        """Note that a request is about to be sent."""
        ...

    async def finish(self, exchange: ExchangeRow) -> None:
        """Note its reply."""
        ...


class StoreJournal(Struct, frozen=True):
    """The journal in the store, written under the lease of whoever runs the delivery."""

    store: JournalStore
    lease: Lease | None = None

    async def recorded(self, delivery_id: str, phase: str, round_: int) -> tuple[ExchangeRow, ...]:
        """What the store has of one phase and round."""
        rows = await self.store.exchanges(delivery_id)
        return tuple(row for row in rows if row.phase == phase and row.round == round_)

    async def begin(self, exchange: ExchangeRow) -> None:
        """Raises ``StoreUnavailable`` or ``LeaseLost``; then nothing may be sent."""
        await self.store.begin_exchange(exchange, self.lease)

    async def finish(self, exchange: ExchangeRow) -> None:
        """Raises ``StoreUnavailable`` or ``LeaseLost``; then the outcome counts as unknown."""
        await self.store.finish_exchange(exchange, self.lease)


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
