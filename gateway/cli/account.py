"""One configured destination opened for a command, beside a gateway that may be running."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.sdk.errors import ConfigurationError

if TYPE_CHECKING:
    from gateway.config.settings import Settings
    from gateway.delivery.destination import Destination
    from gateway.store.port import Store


@asynccontextmanager
async def opened(
    settings: Settings, name: str, folder: Path
) -> AsyncGenerator[tuple[Destination, Store], None]:
    """The destination with its published mapping and the schema its vendor gave, and the store.

    Raises ``ConfigurationError``, also for a name that is not configured.
    """
    from gateway.config.secrets import secret_reader
    from gateway.delivery.catalogue import load_adapter
    from gateway.delivery.destination import mapping_called, open_destination
    from gateway.delivery.plans import published
    from gateway.delivery.schema_cache import described_for
    from gateway.store.open import store_of

    configured = settings.destinations.get(name)
    if configured is None:
        raise _unknown(name, settings)
    async with AsyncExitStack() as stack:
        store = store_of(settings.gateway, folder=folder, exclusive=False)
        await store.open()
        stack.push_async_callback(store.close)
        called = mapping_called(configured, load_adapter(configured.adapter).manifest)
        destination = open_destination(
            name,
            configured,
            folder=folder,
            secrets=secret_reader(os.environ, folder=folder),
            published=await published([called], store),
            described=await described_for(name, configured, store),
        )
        stack.push_async_callback(destination.transport.aclose)
        yield destination, store


def _unknown(name: str, settings: Settings) -> ConfigurationError:
    names = tuple(settings.destinations)
    near = get_close_matches(name, names, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(names) or 'none'}."
    return ConfigurationError(f'There is no destination "{name}". {hint}')
