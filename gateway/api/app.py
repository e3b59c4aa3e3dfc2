"""The Litestar application: routes, guards, and errors as problem+json."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.types import ControllerRouterHandler

from gateway.api.deliveries import get_delivery
from gateway.api.dialects import list_dialects
from gateway.api.dry_runs import dry_run_mapping
from gateway.api.events import stream_events
from gateway.api.guards import with_scopes
from gateway.api.handoffs import (
    get_handoff,
    get_package,
    get_receipt,
    hand_over,
    list_handoffs,
)
from gateway.api.health import live, ready
from gateway.api.mappings import (
    check_mapping,
    diff_mapping,
    diff_text,
    export_mapping,
    get_mapping,
    list_mappings,
    put_draft,
)
from gateway.api.metrics import metrics
from gateway.api.openapi import openapi_config
from gateway.api.preview import preview_handoff
from gateway.api.problems import (
    on_bug,
    on_http_error,
    on_mapping_refused,
    on_readback_error,
    on_store_unavailable,
)
from gateway.api.publishing import publish_mapping, roll_back_mapping
from gateway.api.raw_bodies import get_raw
from gateway.api.refusals import with_refusals
from gateway.api.replays import discard_delivery, list_deliveries, replay_delivery
from gateway.api.schema import handoff_schema
from gateway.api.services import Services
from gateway.api.turns import keep_turn
from gateway.api.vcon import get_vcon
from gateway.delivery.revisions import MappingRefused
from gateway.sdk.errors import ReadbackError, StoreUnavailable
from gateway.version import VERSION

ROUTES = (
    hand_over,
    keep_turn,
    list_handoffs,
    get_handoff,
    get_package,
    get_raw,
    get_receipt,
    get_vcon,
    stream_events,
    list_deliveries,
    get_delivery,
    replay_delivery,
    discard_delivery,
    list_mappings,
    get_mapping,
    put_draft,
    check_mapping,
    diff_mapping,
    diff_text,
    dry_run_mapping,
    publish_mapping,
    roll_back_mapping,
    export_mapping,
    preview_handoff,
    handoff_schema,
    list_dialects,
    live,
    ready,
    metrics,
)


WATCHING = (live, ready, metrics)
"""What a process answers that only delivers."""


def create_app(
    services: Callable[[], AbstractAsyncContextManager[Services]],
    *,
    max_body: int,
    routes: Sequence[ControllerRouterHandler] = ROUTES,
) -> Litestar:
    """The gateway as an ASGI application; ``services`` is entered for as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncGenerator[None, None]:
        async with services() as running:
            app.state.services = running
            yield

    return Litestar(
        route_handlers=with_refusals(routes),
        lifespan=[lifespan],
        middleware=[with_scopes],
        dependencies={"services": Provide(_services, sync_to_thread=False)},
        exception_handlers={
            MappingRefused: on_mapping_refused,
            ReadbackError: on_readback_error,
            StoreUnavailable: on_store_unavailable,
            HTTPException: on_http_error,
            Exception: on_bug,
        },
        openapi_config=openapi_config(VERSION),
        request_max_body_size=max_body,
        # Its own would put handlers of its own into the process, which write whole records.
        logging_config=None,
    )


def _services(state: State) -> Services:
    services: Services = state.services
    return services
