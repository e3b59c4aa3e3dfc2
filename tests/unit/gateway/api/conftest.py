"""A gateway in this process: its application is called directly, its vendor is a few lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from gateway.api.app import create_app
from gateway.api.services import Services, running
from gateway.config.settings import DestinationSettings, GatewaySettings, Route, Settings
from gateway.delivery import destination as destinations
from gateway.delivery import schema_cache
from gateway.store.api_keys import mint
from tests.unit.gateway.delivery.works import Vendor, Works, mapping

LEAST = {"conversation": {"id": "c-1", "messages": [{"role": "customer", "content": "Hello"}]}}


@dataclass
class House:
    """A running gateway and who calls it."""

    services: Services
    app: Litestar
    vendor: Vendor
    callers: AsyncExitStack
    logged: list[str] = field(default_factory=list)

    async def caller(self, name: str = "bot", *scopes: str, key: str = "") -> httpx.AsyncClient:
        """A client with an API key of its own; it may do everything unless scopes are given."""
        if not key:
            key, row = mint(name, scopes or ("admin",))
            await self.services.store.add_key(row)
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(
            transport=transport,
            base_url="http://gateway.test",
            headers={"authorization": f"Bearer {key}"},
        )
        return await self.callers.enter_async_context(client)

    async def anybody(self) -> httpx.AsyncClient:
        """A client without a key."""
        client = await self.caller(key="none")
        del client.headers["authorization"]
        return client


def settings(*names: str, routes: tuple[Route, ...] = (), **members: Any) -> Settings:
    """Destinations of the works with these names, in a store beside the test."""
    given = {"base_url": "http://works.test", "allow_private_addresses": True, **members}
    return Settings(
        gateway=GatewaySettings(store="sqlite:///gateway.db", max_body=1 << 20),
        destinations={name: DestinationSettings(adapter="works", **given) for name in names},
        routes=routes,
    )


Build = Callable[[Settings], Any]


@pytest.fixture
async def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Build]:
    """Makes a gateway from settings; it is taken down when the test ends."""
    manifest = msgspec.structs.replace(Works.manifest, preset="./own.toml")
    adapter = Works()
    adapter.manifest = manifest  # type: ignore[misc]
    monkeypatch.setattr(destinations, "load_adapter", lambda _: adapter)
    monkeypatch.setattr(schema_cache, "load_adapter", lambda _: adapter)
    (tmp_path / "own.toml").write_text(mapping())
    async with AsyncExitStack() as stack:

        async def make(wanted: Settings) -> House:
            vendor = Vendor()
            opened = running(
                wanted,
                folder=tmp_path,
                secrets=lambda _: "s3cret",
                inner=lambda _: httpx.MockTransport(vendor),
            )
            services = await stack.enter_async_context(opened)
            app = create_app(lambda: opened, max_body=wanted.gateway.max_body)
            app.state.services = services
            return House(services, app, vendor, stack)

        yield make


@pytest.fixture
async def house(build: Build) -> House:
    """A gateway with one destination."""
    return await build(settings("support"))


@pytest.fixture
async def bot(house: House) -> httpx.AsyncClient:
    """A caller who may do everything."""
    return await house.caller()
