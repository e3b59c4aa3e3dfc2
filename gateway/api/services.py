"""The parts of a running gateway, put together from its configuration."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TypeAlias

import httpx
from litestar.di import NamedDependency
from msgspec import Struct

from gateway.config.settings import SecretSource, Settings
from gateway.delivery.attempt import Tools
from gateway.delivery.destination import Destination, open_destination
from gateway.delivery.dispatch import Dispatcher
from gateway.delivery.routing import Router
from gateway.sdk.errors import ConfigurationError, Problem
from gateway.store.clock import now, now_plus
from gateway.store.open import open_store
from gateway.store.port import Store

Inner = Callable[[str], httpx.AsyncBaseTransport | None]


class Services(Struct, frozen=True, kw_only=True):
    """What handlers work with."""

    settings: Settings
    store: Store
    destinations: Mapping[str, Destination]
    dispatcher: Dispatcher
    router: Router


Parts: TypeAlias = NamedDependency[Services]
"""The services as a handler's argument."""


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    folder: Path,
    secrets: Callable[[SecretSource], str],
    inner: Inner = lambda _: None,
) -> AsyncGenerator[Services, None]:
    """A gateway at work: store open and migrated, destinations checked, dispatcher running.

    Raises ``ConfigurationError`` with the problems of all destinations at once.
    """
    async with AsyncExitStack() as stack:
        destinations = _open_all(settings, folder, secrets, inner)
        for destination in destinations.values():
            stack.push_async_callback(destination.transport.aclose)
        store = open_store(settings.gateway.store, folder=folder)
        await store.open()
        stack.push_async_callback(store.close)
        dispatcher = Dispatcher(destinations, Tools(store=store, now=now), later=now_plus)
        stack.push_async_callback(dispatcher.stop)
        await dispatcher.start()
        yield Services(
            settings=settings,
            store=store,
            destinations=destinations,
            dispatcher=dispatcher,
            router=Router(settings.routes, tuple(destinations)),
        )


def _open_all(
    settings: Settings, folder: Path, secrets: Callable[[SecretSource], str], inner: Inner
) -> dict[str, Destination]:
    opened: dict[str, Destination] = {}
    problems: list[Problem] = []
    for name, configured in settings.destinations.items():
        try:
            opened[name] = open_destination(
                name, configured, folder=folder, secrets=secrets, inner=inner(name)
            )
        except ConfigurationError as error:
            problems.extend(error.problems or [_whole(name, error)])
    if problems:
        raise ConfigurationError("Some destinations cannot be used.", problems=problems)
    return opened


def _whole(name: str, error: ConfigurationError) -> Problem:
    return Problem(code=error.code, pointer=f"destinations.{name}", detail=error.detail)
