"""The servers that are measured, each in a process of its own: ``python -m
benchmarks.accept.served bare|FILE MILLISECONDS``. FILE is a ``readback.toml``; with MILLISECONDS
each commit takes so much longer, as on a disk whose fsync does.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import asyncpg
from litestar import Litestar, Request, Response, post

from gateway.api import services
from gateway.cli.listening import address, bind, server_of
from gateway.cli.output import print_json
from gateway.cli.serving import run, settings_of, sparing_the_collector
from gateway.config.settings import GatewaySettings
from gateway.schema.codec import decode_handoff
from gateway.store.open import store_of
from gateway.store.port import Store
from gateway.store.sqlite.store import SqliteStore

_ANSWER = b'{"id":"019df8c2-11aa-7c3d-9a51-6f0e2d8b4c17","status":"pending"}'


def main() -> None:
    what, milliseconds = sys.argv[1], float(sys.argv[2])
    if what == "bare":
        asyncio.run(_bare())
        return
    if milliseconds:
        _slow_down(milliseconds / 1e3)
    config = Path(what)
    asyncio.run(run(settings_of(config), config.parent, _announce))


@post("/v1/handoffs", status_code=202)
async def _hand_over(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The anchor: the same body read by the same strict decoder, and nothing kept."""
    decode_handoff(await request.body())
    return Response(_ANSWER, media_type="application/json")


async def _bare() -> None:
    with bind("127.0.0.1", 0) as listener:
        _announce(address(listener), ())
        app = Litestar([_hand_over], openapi_config=None, logging_config=None)
        with sparing_the_collector():
            await server_of(app).serve(sockets=[listener])


def _slow_down(seconds: float) -> None:
    """SQLite's writer sleeps after each commit, before anybody is told; PostgreSQL itself sleeps
    before it commits.
    """

    def slow(gateway: GatewaySettings, *, folder: Path) -> Store:
        if not gateway.store.startswith("sqlite"):
            return store_of(gateway, folder=folder)
        name = gateway.store.removeprefix("sqlite:///")
        return SqliteStore(folder / name, on_commit=lambda _: time.sleep(seconds))

    async def execute(self: Any, query: str, *args: Any, **options: Any) -> str:
        if query == "COMMIT":
            await plain(self, f"SELECT pg_sleep({seconds})")
        status: str = await plain(self, query, *args, **options)
        return status

    plain = asyncpg.Connection.execute
    asyncpg.Connection.execute = execute
    services.store_of = slow  # type: ignore[assignment]


def _announce(url: str, _destinations: tuple[str, ...]) -> None:
    print_json({"url": url})


if __name__ == "__main__":
    main()
