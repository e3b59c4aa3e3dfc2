"""The whole store: killed, opened twice, opened again, locked, closed."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from gateway.sdk.errors import ConfigurationError, StoreUnavailable
from gateway.store.api_keys import mint
from gateway.store.lanes import Claimed, Lane
from gateway.store.port import Store
from gateway.store.sqlite.store import SqliteStore

ROOT = Path(__file__).resolve().parents[5]


def the_types_agree(store: SqliteStore) -> Store:
    return store


async def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "readback.db"
    acknowledged = accept_until_killed(path, at_least=60)
    store = SqliteStore(path)
    await store.open()
    for name in acknowledged:
        sent = hashlib.sha256(name.encode()).digest() * 300
        assert (sent, "application/json") == await store.raw(name)
        assert sent[::-1] == await store.package(name)
        assert await store.delivery(f"{name}:x") is not None
    await store.close()


def accept_until_killed(path: Path, *, at_least: int) -> list[str]:
    script = Path(__file__).with_name("accept_until_killed.py")
    with subprocess.Popen(
        [sys.executable, script, path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        lines = list(itertools.islice(process.stdout, at_least))
        process.kill()
        lines += process.stdout.readlines()
    assert at_least <= len(lines)
    return [line.strip() for line in lines if line.endswith("\n")]


async def test_a_hundred_accepts_at_once_share_commits(tmp_path: Path, new_handoff) -> None:
    groups: list[int] = []
    gathered = threading.Event()

    def on_commit(writes: int) -> None:
        groups.append(writes)
        gathered.wait(10)

    store = SqliteStore(tmp_path / "readback.db", on_commit=on_commit)
    await store.open()
    tasks = [asyncio.create_task(store.accept(new_handoff(f"h-{n}"))) for n in range(100)]
    await asyncio.sleep(0)
    gathered.set()
    await asyncio.gather(*tasks)
    listed = await store.handoffs(status=None, conversation=None, before=None, limit=200)
    await store.close()
    assert {f"h-{n}" for n in range(100)} == {row.id for row in listed}
    assert 100 == sum(groups)
    assert len(groups) <= 3


async def test_a_store_opened_again_has_what_was_kept(tmp_path: Path, new_handoff) -> None:
    first = SqliteStore(tmp_path / "readback.db")
    await first.open()
    await first.accept(new_handoff("h-1", raw=b"\x00kept"))
    await first.close()
    again = SqliteStore(tmp_path / "readback.db")
    await again.open()
    assert (b"\x00kept", "application/json") == await again.raw("h-1")
    await again.close()


async def test_two_gateways_never_work_on_one_store(tmp_path: Path, store) -> None:
    (tmp_path / "other.db").symlink_to(tmp_path / "readback.db")
    for name in ("readback.db", "other.db"):
        with pytest.raises(ConfigurationError, match="already used by another readback serve"):
            await SqliteStore(tmp_path / name).open()
    await store.ping()


async def test_after_closing_another_gateway_may_open_it(tmp_path: Path) -> None:
    for _ in range(2):
        store = SqliteStore(tmp_path / "readback.db")
        await store.open()
        await store.close()


async def test_keys_are_created_while_a_gateway_runs(tmp_path: Path, store) -> None:
    beside = SqliteStore(tmp_path / "readback.db", exclusive=False)
    await beside.open()
    _, row = mint("bot", ["admin"])
    await beside.add_key(row)
    await beside.close()
    assert row == await store.key(row.sha256)


async def test_keys_are_created_before_the_first_gateway_ran(tmp_path: Path) -> None:
    beside = SqliteStore(tmp_path / "readback.db", exclusive=False)
    await beside.open()
    await beside.ping()
    await beside.close()


async def test_a_running_gateways_schema_is_not_changed_under_it(tmp_path: Path, store) -> None:
    with closing(sqlite3.connect(tmp_path / "readback.db")) as older:
        older.execute("PRAGMA user_version = 0")
    with pytest.raises(ConfigurationError, match="already used"):
        await SqliteStore(tmp_path / "readback.db", exclusive=False).open()


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Dear diary, " * 100)
    with pytest.raises(ConfigurationError, match="not a SQLite database"):
        await SqliteStore(tmp_path / "notes.txt").open()


async def test_a_store_that_could_not_open_holds_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "readback.db"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(ConfigurationError):
        await SqliteStore(path).open()
    path.unlink()
    store = SqliteStore(path)
    await store.open()
    await store.close()


async def test_a_ping_writes_and_reads(store) -> None:
    await store.ping()
    await store.ping()


async def test_a_store_under_another_process_s_lock_says_so(
    tmp_path: Path, monkeypatch, new_handoff
) -> None:
    monkeypatch.setattr("gateway.store.sqlite.connection._BUSY_SECONDS", 0)
    store = SqliteStore(tmp_path / "readback.db")
    await store.open()
    with closing(sqlite3.connect(tmp_path / "readback.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="another process keeps it locked"):
            await store.ping()
    await store.ping()
    await store.close()


async def test_a_closed_store_refuses_and_closes_again_in_peace(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "readback.db")
    await store.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.ping()
    with pytest.raises(StoreUnavailable, match="closed"):
        await store.handoff("h-1")


async def test_who_opens_the_store_alone_finds_every_lane_free(tmp_path, new_handoff) -> None:
    for holder in ("one", "another"):
        store = SqliteStore(tmp_path / "readback.db")
        await store.open()
        await store.accept(new_handoff("h-1"))
        found = await store.claim(
            Lane("c-1", "support"), holder, now="2026-11-20T10:00:00.000000Z", seconds=30
        )
        assert isinstance(found, Claimed)
        await store.close()


async def test_a_lease_from_before_the_clock_was_set_back_keeps_nobody_out_for_hours(
    tmp_path: Path, new_handoff
) -> None:
    store = SqliteStore(tmp_path / "readback.db")
    await store.open()
    await store.accept(new_handoff("h-1"))
    lane = Lane("c-1", "support")
    before, after = "2026-11-20T15:00:00.000000Z", "2026-11-20T12:00:00.000000Z"
    assert isinstance(await store.claim(lane, "one", now=before, seconds=30), Claimed)
    assert isinstance(await store.claim(lane, "two", now=after, seconds=30), Claimed)
    await store.close()


@pytest.mark.parametrize("name", ["readback.db", "readback.db-wal"])
async def test_a_store_whose_file_was_deleted_takes_nothing_more_and_is_not_well(
    name: str, tmp_path: Path, new_handoff
) -> None:
    store = SqliteStore(tmp_path / "readback.db")
    await store.open()
    await store.accept(new_handoff("h-1"))
    (tmp_path / name).unlink()
    with pytest.raises(StoreUnavailable, match="put the file back"):
        await store.ping()
    with pytest.raises(StoreUnavailable):
        await store.accept(new_handoff("h-2", raw=b"2"))
    await store.close()


async def test_a_store_whose_file_was_replaced_takes_nothing_more(
    tmp_path: Path, new_handoff
) -> None:
    path = tmp_path / "readback.db"
    store = SqliteStore(path)
    await store.open()
    path.rename(tmp_path / "moved.db")
    path.write_bytes(b"")
    with pytest.raises(StoreUnavailable):
        await store.accept(new_handoff("h-1"))
    await store.close()
