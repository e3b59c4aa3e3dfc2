"""``readback worker``: for stores that several processes share."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.cli import listening

Run = Callable[..., Any]


@pytest.fixture
def routes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a worker answers; its serving ends at once."""
    found: list[str] = []

    class Server:
        def __init__(self, app: Any) -> None:
            found.extend(route.path for route in app.routes)

        async def serve(self, sockets: list[socket.socket]) -> None:
            assert sockets

    monkeypatch.setattr(listening, "server_of", Server)
    return found


def test_on_sqlite_there_is_no_work_to_share(run: Run, tmp_path: Path) -> None:
    (tmp_path / "readback.toml").write_text('[gateway]\nstore = "sqlite:///x.db"\n')
    told = run("worker")
    assert 0 != told.code
    assert "shares a PostgreSQL store" in told.err


def test_it_answers_health_and_metrics_only_where_it_was_told(
    run: Run, tmp_path: Path, routes: list[str], postgres_url: str
) -> None:
    (tmp_path / "readback.toml").write_text(f'[gateway]\nstore = "{postgres_url}"\n')
    told = run("worker", "--listen", "127.0.0.1:0", "--json")
    assert (0, "") == (told.code, told.err)
    assert {"url", "destinations"} == set(json.loads(told.out))
    assert {"/health/live", "/health/ready", "/metrics"} <= set(routes)
    assert not any(path.startswith("/v1") for path in routes)
