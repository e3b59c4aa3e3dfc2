"""A store that many share comes with a scheduler that many share."""

from __future__ import annotations

from pathlib import Path

from gateway.delivery.homes import paced_together, scheduling_for
from gateway.delivery.shared_rate import SharedBucket
from gateway.delivery.shared_scheduler import SharedScheduler
from gateway.store.postgres.store import PostgresStore
from gateway.store.sqlite.store import SqliteStore
from tests.unit.gateway.delivery.works import Vendor, open_works


async def carry(_lane: object) -> None:
    """Nothing to do."""


def test_whoever_is_alone_needs_none(tmp_path: Path) -> None:
    assert scheduling_for(SqliteStore(tmp_path / "x.db")) is None


def test_on_postgresql_it_is_the_shared_one() -> None:
    scheduling = scheduling_for(PostgresStore("postgresql://readback@127.0.0.1/x"))
    assert scheduling is not None
    assert isinstance(scheduling(carry, {}, 30.0), SharedScheduler)


def test_the_rate_of_a_destination_is_shared_where_the_store_is(tmp_path: Path) -> None:
    shared = PostgresStore("postgresql://readback@127.0.0.1/x")
    paced, free = open_works(Vendor(), rate="5/s"), open_works(Vendor())
    assert isinstance(paced_together(paced, shared).bucket, SharedBucket)
    assert paced_together(free, shared) is free
    assert paced_together(paced, SqliteStore(tmp_path / "x.db")) is paced
