"""The parts of a running gateway, put together from its configuration."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeAlias

import httpx
from litestar.di import NamedDependency
from msgspec import Struct

from gateway.api.clients import check_clients
from gateway.api.forgetting import forgetting
from gateway.api.known_keys import KnownKeys
from gateway.api.pressure import Pressure
from gateway.config.settings import GatewaySettings, SecretSource, Settings
from gateway.delivery.attempt import Tools
from gateway.delivery.destination import Destination, open_destination
from gateway.delivery.dispatch import Dispatcher
from gateway.delivery.homes import paced_together, scheduling_for
from gateway.delivery.meters import Meters
from gateway.delivery.notices import Notices, open_way
from gateway.delivery.plans import PlanBook, published
from gateway.delivery.rereads import Rereads
from gateway.delivery.routing import Router
from gateway.delivery.schema_cache import described_for
from gateway.delivery.schema_watch import SchemaWatch
from gateway.intake.policy import Policies, policies_of
from gateway.sdk.errors import ConfigurationError, Problem
from gateway.store.clock import now, now_plus
from gateway.store.open import store_of
from gateway.store.port import Store

Inner = Callable[[str], httpx.AsyncBaseTransport | None]


class Services(Struct, frozen=True, kw_only=True):
    """What handlers work with."""

    settings: Settings
    store: Store
    keys: KnownKeys
    destinations: Mapping[str, Destination]
    dispatcher: Dispatcher
    router: Router
    plans: PlanBook
    meters: Meters
    policies: Policies
    watch: SchemaWatch
    pressure: Pressure


Parts: TypeAlias = NamedDependency[Services]
"""The services as a handler's argument."""


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    folder: Path,
    secrets: Callable[[SecretSource], str],
    inner: Inner = lambda _: None,
    drain: float = 0.0,
) -> AsyncGenerator[Services, None]:
    """A gateway at work: store open and migrated, destinations checked, dispatcher running.

    At its end, deliveries under way have ``drain`` seconds to come to a rest; what is cut off then
    is journaled and goes on elsewhere, or after the next start. Raises ``ConfigurationError`` with
    the problems of all destinations at once.
    """
    policies = _policies(settings)
    async with AsyncExitStack() as stack:
        store = store_of(settings.gateway, folder=folder)
        await store.open()
        stack.push_async_callback(store.close)
        latest = await published(await store.mapping_names(), store)
        opening = partial(open_destination, folder=folder, secrets=secrets, published=latest)
        destinations = await _open_all(settings, opening, inner, store, stack)
        router = Router(settings.routes, tuple(destinations))
        plans = PlanBook(destinations, store)
        tools = Tools(store=store, now=now, in_force=plans.of)
        dispatcher = _dispatcher(destinations, tools, settings.gateway.lease)
        stack.push_async_callback(dispatcher.stop, drain)
        await dispatcher.start()
        _start(Rereads(destinations, tools), stack)
        _tell(settings.gateway, store, secrets, inner, stack)
        await stack.enter_async_context(forgetting(store, settings.gateway))
        watch = SchemaWatch(destinations, plans, store)
        _start(watch, stack)
        yield Services(
            settings=settings,
            store=store,
            keys=KnownKeys(store),
            destinations=destinations,
            dispatcher=dispatcher,
            router=router,
            plans=plans,
            meters=tools.meters,
            policies=policies,
            watch=watch,
            pressure=_pressure(settings.gateway, store),
        )


def _pressure(gateway: GatewaySettings, store: Store) -> Pressure:
    return Pressure(store, most_waiting=gateway.max_waiting, slowest=gateway.slowest_commit)


def _policies(settings: Settings) -> Policies:
    """What is done for each client, as far as the configuration makes sense."""
    check_clients(settings)
    return policies_of(settings)


def _start(worker: Rereads | SchemaWatch, stack: AsyncExitStack) -> None:
    """At work until the gateway ends."""
    stack.push_async_callback(worker.stop)
    worker.start()


def _dispatcher(destinations: Mapping[str, Destination], tools: Tools, lease: float) -> Dispatcher:
    scheduling = scheduling_for(tools.store)
    return Dispatcher(
        destinations, tools, later=now_plus, scheduling=scheduling, lease_seconds=lease
    )


def _tell(
    gateway: GatewaySettings,
    store: Store,
    secrets: Callable[[SecretSource], str],
    inner: Inner,
    stack: AsyncExitStack,
) -> None:
    """Notices are sent until the gateway ends, where they are configured."""
    if not gateway.notices:
        return
    way = open_way(gateway.notices, secrets, inner=inner("reply_to"))
    notices = Notices(store, way.send)
    stack.push_async_callback(way.aclose)
    stack.push_async_callback(notices.stop)
    notices.start()


async def _open_all(
    settings: Settings,
    opening: Callable[..., Destination],
    inner: Inner,
    store: Store,
    stack: AsyncExitStack,
) -> dict[str, Destination]:
    opened: dict[str, Destination] = {}
    problems: list[Problem] = []
    for name, configured in settings.destinations.items():
        try:
            described = await described_for(name, configured, store)
            ready = opening(name, configured, inner=inner(name), described=described)
            stack.push_async_callback(ready.transport.aclose)
            opened[name] = paced_together(ready, store)
        except ConfigurationError as error:
            problems.extend(error.problems or [_whole(name, error)])
    if problems:
        raise ConfigurationError("Some destinations cannot be used.", problems=problems)
    return opened


def _whole(name: str, error: ConfigurationError) -> Problem:
    return Problem(code=error.code, pointer=f"destinations.{name}", detail=error.detail)
