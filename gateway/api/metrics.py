"""``GET /metrics``: counts for Prometheus."""

from __future__ import annotations

from litestar import Response, get

from gateway.api.services import Parts
from gateway.store.clock import now

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


@get("/metrics", operation_id="metrics", media_type="text/plain")
async def metrics(services: Parts) -> Response[bytes]:
    """Rates, queues, answers of vendors, fates and proofs; without a key, and without content."""
    backlog = await services.store.backlog()
    down = {name: one.breaker.is_open for name, one in services.destinations.items()}
    text = services.meters.text(backlog, down, now())
    return Response(text, headers={"content-type": _TEXT})
