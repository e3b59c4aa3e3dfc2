"""Health: live says that the process answers, ready that it can accept and keep a handoff."""

from __future__ import annotations

from litestar import get
from msgspec import Struct

from gateway.api.services import Parts


class Health(Struct, frozen=True, kw_only=True):
    """``destinations`` says of each whether it is enabled."""

    status: str
    destinations: dict[str, bool] = {}


@get("/health/live", operation_id="live")
async def live() -> Health:
    """The process answers."""
    return Health(status="ok")


@get("/health/ready", operation_id="ready")
async def ready(services: Parts) -> Health:
    """The store takes writes; otherwise 503."""
    await services.store.ping()
    return Health(
        status="ok",
        destinations={
            name: destination.configured.enabled
            for name, destination in services.destinations.items()
        },
    )
