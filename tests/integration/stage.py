"""A whole gateway for a test: stand-in on a socket, gateway on a socket, a key, a client."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

from contract_tests.serving import serve
from gateway.api.app import create_app
from gateway.api.services import running
from gateway.cli.stand_ins import load_stand_in
from gateway.config.settings import AuthSettings, DestinationSettings, GatewaySettings, Settings
from gateway.store.api_keys import mint
from gateway.store.open import store_of


@dataclass(frozen=True)
class Stage:
    """What a test works with."""

    url: str
    vendor_url: str
    account: Any
    app: Any
    client: httpx.Client
    settings: Settings

    def hand_over(self, body: bytes, *, wait: int = 30, **query: str) -> dict[str, Any]:
        """Send a handoff and wait for its proof."""
        response = self.client.post(
            "/v1/handoffs",
            content=body,
            params=query,
            headers={"prefer": f"wait={wait}", "content-type": "application/json"},
        )
        assert response.status_code == 200, response.text
        return response.json()


def settings_for(
    vendor_url: str,
    folder: Path,
    *,
    mapping: Path | None,
    rate: str | None = None,
    vendor: str = "zendesk",
    settings: dict[str, Any] | None = None,
) -> Settings:
    """A configuration with one destination that is the stand-in; ``settings`` are its adapter's."""
    shown = load_stand_in(vendor).credentials[0]
    auth = {"scheme": shown.scheme, **shown.members, shown.secret_member: {"env": "SECRET"}}
    return Settings(
        gateway=GatewaySettings(store=f"sqlite:///{folder}/test.db"),
        destinations={
            "support": DestinationSettings(
                adapter=vendor,
                base_url=vendor_url,
                mapping=str(mapping) if mapping else None,
                allow_private_addresses=True,
                auth=msgspec.convert(auth, AuthSettings),
                rate=rate,
                settings=settings or {},
            )
        },
    )


def make_key(settings: Settings, folder: Path) -> str:
    """An API key that may do everything."""

    async def make() -> str:
        store = store_of(settings.gateway, folder=folder, exclusive=False)
        await store.open()
        key, row = mint("test", ["admin"])
        await store.add_key(row)
        await store.close()
        return key

    return asyncio.run(make())


@contextmanager
def stage(
    folder: Path,
    *behaviours: str,
    mapped: bool = True,
    vendor: str = "zendesk",
    settings: dict[str, Any] | None = None,
    base_path: str = "",
) -> Iterator[Stage]:
    """Everything running on loopback; ``mapped`` takes the stand-in account's own mapping.

    ``base_path`` is what follows the stand-in's address in the destination's base URL.
    """
    stand_in = load_stand_in(vendor)
    app = stand_in.create()
    for behaviour in behaviours:
        app.switches.turn_on(behaviour)
    with ExitStack() as stack:
        vendor_url = stack.enter_context(serve(app))
        configured = settings_for(
            vendor_url + base_path,
            folder,
            mapping=stand_in.mapping if mapped else None,
            vendor=vendor,
            settings=settings,
        )
        key = make_key(configured, folder)
        gateway = create_app(
            lambda: running(configured, folder=folder, secrets=lambda _: str(secret(stand_in))),
            max_body=configured.gateway.max_body,
        )
        url = stack.enter_context(serve(gateway))
        client = stack.enter_context(
            httpx.Client(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=90)
        )
        yield Stage(url, vendor_url, app.account, app, client, configured)


def secret(stand_in: Any) -> str:
    """What opens the stand-in's account."""
    return str(stand_in.credentials[0].secret)
