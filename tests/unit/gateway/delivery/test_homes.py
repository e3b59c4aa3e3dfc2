"""A store that many share comes with a scheduler that many share."""

from __future__ import annotations

from pathlib import Path

from gateway.delivery.homes import scheduling_for
from gateway.delivery.shared_scheduler import SharedScheduler
from gateway.store.postgres.store import PostgresStore
from gateway.store.sqlite.store import SqliteStore


async def carry(_lane: object) -> None:
    """Nothing to do."""


def test_whoever_is_alone_needs_none(tmp_path: Path) -> None:
    assert scheduling_for(SqliteStore(tmp_path / "x.db")) is None


def test_on_postgresql_it_is_the_shared_one() -> None:
    scheduling = scheduling_for(PostgresStore("postgresql://readback@127.0.0.1/x"))
    assert scheduling is not None
    assert isinstance(scheduling(carry, {}, 30.0), SharedScheduler)
