"""All that is measured about accepting, with its goals."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from benchmarks.accept import backlog, durable, latency, still
from benchmarks.accept.sheets import Sheet
from benchmarks.report import Goal
from tests.postgres_server import binaries, temporary_server

_MISSING = "No PostgreSQL server is installed, so its rows are missing."


def measured() -> tuple[tuple[Sheet, ...], tuple[Goal, ...]]:
    """Four minutes or so."""
    with tempfile.TemporaryDirectory() as name, _homes() as stores:
        folder = Path(name)
        found = (
            durable.measured(folder, stores),
            latency.measured(folder, stores),
            backlog.measured(folder),
            still.idle(folder, stores),
            still.memory(folder, stores),
        )
    sheets = tuple(sheet for sheet, _ in found)
    if "PostgreSQL" not in stores:
        sheets += (Sheet(title="PostgreSQL", columns=(), rows=(), note=_MISSING),)
    return sheets, tuple(goal for _, goals in found for goal in goals)


@contextmanager
def _homes() -> Generator[Mapping[str, str]]:
    """Where gateways keep what they accept: SQLite, and a PostgreSQL of our own if there is one."""
    sqlite = {"SQLite": "sqlite:///readback.db"}
    found = binaries()
    if found is None:
        yield sqlite
        return
    with temporary_server(found) as server:
        yield {**sqlite, "PostgreSQL": server.url()}
