"""Every promise of ``gateway.store.port`` is tested in both homes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from gateway.store.port import Store
from tests.unit.gateway.store.contract.homes import Home, PostgresHome, SqliteHome


@pytest.fixture(params=["sqlite", "postgres"])
async def home(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Home]:
    async with AsyncExitStack() as stack:
        if request.param == "sqlite":
            yield SqliteHome(tmp_path / "readback.db", stack)
        else:
            yield PostgresHome(request.getfixturevalue("postgres_url"), stack)


@pytest.fixture
async def store(home: Home) -> Store:
    return await home.open()
