"""A gateway process from its configuration to its end: ``serve`` and ``worker`` share this."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.config.settings import Settings

# Deliveries under way may come to a rest; most exchanges take less, and what is cut off goes on.
_DRAIN_SECONDS = 10.0
# New objects after which the collector looks at them: at 700, Python's own, it looks several times
# at each batch of requests that wait for their commit.
_YOUNG = 20_000


def settings_of(config: Path) -> Settings:
    """The configuration. Raises ``ConfigurationError``."""
    from gateway.config.load import load_settings

    return load_settings(config)


async def run(
    settings: Settings,
    folder: Path,
    announce: Callable[[str, tuple[str, ...]], None],
    *,
    listen: str | None = None,
    delivers_only: bool = False,
) -> None:
    """Listen and deliver until the process is told to stop, then drain.

    ``announce`` hears the URL and the destinations. ``delivers_only`` leaves out all calls but
    health and metrics. Raises ``ConfigurationError``.
    """
    from gateway.api.app import ROUTES, WATCHING, create_app
    from gateway.api.services import Services, running
    from gateway.cli.listening import address, bind, server_of
    from gateway.cli.logs import logs_in
    from gateway.config.secrets import secret_reader

    host, _, port = (listen or settings.gateway.listen).rpartition(":")
    secrets = secret_reader(os.environ, folder=folder)
    with (
        logs_in(settings.gateway.logs),
        _sigterm_is_the_servers(),
        bind(host, int(port)) as listener,
    ):
        opened = running(settings, folder=folder, secrets=secrets, drain=_DRAIN_SECONDS)
        async with opened as services:

            @asynccontextmanager
            async def already() -> AsyncGenerator[Services, None]:
                yield services

            routes = WATCHING if delivers_only else ROUTES
            app = create_app(already, max_body=settings.gateway.max_body, routes=routes)
            with sparing_the_collector():
                announce(address(listener), tuple(services.destinations))
                await server_of(app).serve(sockets=[listener])


@contextmanager
def sparing_the_collector() -> Generator[None]:
    """What is there now stays, so the cyclic collector does not walk it again and again.

    Handoffs are trees and go by themselves; what is left for it are exceptions and the like.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


@contextmanager
def _sigterm_is_the_servers() -> Generator[None]:
    """uvicorn stops serving at SIGTERM, and then raises it once more (0.54).

    That one must not end the process before it has drained.
    """
    before = signal.signal(signal.SIGTERM, _ignore)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _ignore(_number: int, _frame: object) -> None:
    """The server has taken note already."""
