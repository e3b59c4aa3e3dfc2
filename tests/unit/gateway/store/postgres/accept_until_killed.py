"""Accepts handoffs, eight at a time, and prints each id once it is acknowledged."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import sys

from gateway.store.postgres.store import PostgresStore
from gateway.store.records import NewDelivery, NewHandoff


def raw(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest() * 300


async def accept_for_ever(store: PostgresStore, lane: int) -> None:
    for number in itertools.count():
        name = f"{lane}-{number}"
        accepted = await store.accept(
            NewHandoff(
                id=name,
                conversation_id="c",
                created_at="2026-11-20T09:30:00.000000Z",
                dialect="canonical",
                media_type="application/json",
                raw=raw(name),
                raw_sha256=hashlib.sha256(raw(name)).hexdigest(),
                package=raw(name)[::-1],
                deliveries=(NewDelivery(id=f"{name}:x", destination="x"),),
            )
        )
        sys.stdout.write(f"{accepted.handoff_id}\n")
        sys.stdout.flush()


async def main() -> None:
    store = PostgresStore(sys.argv[1])
    await store.open()
    await asyncio.gather(*(accept_for_ever(store, lane) for lane in range(8)))


if __name__ == "__main__":
    asyncio.run(main())
