"""The demo's stage: every stand-in that has an adapter, and a gateway that delivers to them."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from gateway.api.app import create_app
from gateway.api.services import running
from gateway.cli.listening import in_background
from gateway.cli.stand_ins import destination_of, load_stand_in, stand_in_names
from gateway.config.settings import GatewaySettings, SecretSource, Settings
from gateway.delivery.catalogue import adapter_names
from gateway.store.api_keys import mint
from gateway.store.open import open_store


class Stage(Struct, frozen=True, kw_only=True):
    """Where the demo's gateway is, and the key that opens it."""

    url: str
    key: str
    stand_ins: dict[str, str]


@contextmanager
def scene(folder: Path) -> Generator[Stage, None, None]:
    """Start everything on free loopback ports with a store in ``folder``; stop it afterwards."""
    with ExitStack() as stack:
        stand_ins = {name: load_stand_in(name) for name in played()}
        urls = {
            name: stack.enter_context(in_background(stand_in.create()))
            for name, stand_in in stand_ins.items()
        }
        settings = _settings(stand_ins, urls, folder)
        key = _make_key(settings, folder)
        app = create_app(
            lambda: running(settings, folder=folder, secrets=_secrets(stand_ins)),
            max_body=settings.gateway.max_body,
        )
        yield Stage(url=stack.enter_context(in_background(app)), key=key, stand_ins=urls)


def played() -> tuple[str, ...]:
    """The stand-ins that something here can deliver to."""
    return tuple(name for name in stand_in_names() if name in adapter_names())


def _settings(stand_ins: dict[str, Any], urls: dict[str, str], folder: Path) -> Settings:
    return Settings(
        gateway=GatewaySettings(store=f"sqlite:///{folder}/demo.db"),
        destinations={
            name: destination_of(stand_in, urls[name], name) for name, stand_in in stand_ins.items()
        },
    )


def _secrets(stand_ins: dict[str, Any]) -> Any:
    def read(source: SecretSource) -> str:
        return str(stand_ins[source.env or ""].credentials[0].secret)

    return read


def _make_key(settings: Settings, folder: Path) -> str:
    import asyncio

    async def make() -> str:
        store = open_store(settings.gateway.store, folder=folder, exclusive=False)
        await store.open()
        try:
            key, row = mint("demo", ["admin"])
            await store.add_key(row)
        finally:
            await store.close()
        return key

    return asyncio.run(make())
