"""A store in a temporary directory, and the rows that the store's tests put into it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from gateway.store.records import ExchangeRow, NewDelivery, NewHandoff
from gateway.store.sqlite.store import SqliteStore

NewHandoffs = Callable[..., NewHandoff]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "readback.db")
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def new_handoff() -> NewHandoffs:
    def build(
        handoff_id: str = "h-1",
        *,
        raw: bytes = b"{}",
        package: bytes = b"{}",
        conversation: str = "c-1",
        at: str = "2026-11-20T09:30:00.000000Z",
        to: tuple[str, ...] = ("support",),
        client: str = "bot",
        key: str | None = None,
    ) -> NewHandoff:
        return NewHandoff(
            id=handoff_id,
            conversation_id=conversation,
            created_at=at,
            dialect="canonical",
            media_type="application/json",
            raw=raw,
            raw_sha256=hashlib.sha256(raw).hexdigest(),
            package=package,
            deliveries=tuple(
                NewDelivery(id=f"{handoff_id}:{name}", destination=name) for name in to
            ),
            client=client,
            idempotency_key=key,
        )

    return build


@pytest.fixture
def begun() -> Callable[..., ExchangeRow]:
    def build(number: int = 1, **changed: object) -> ExchangeRow:
        row = {
            "delivery_id": "h-1:support",
            "phase": "deliver",
            "round": 0,
            "number": number,
            "step": "create item",
            "method": "POST",
            "path": "/items",
            "fingerprint": "f" * 64,
            "started_at": "2026-11-20T09:30:01.000000Z",
        }
        return ExchangeRow(**{**row, **changed})

    return build
