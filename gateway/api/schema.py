"""``/v1/schema``: the JSON Schema of the canonical handoff."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get

from gateway.schema.export import handoff_json_schema


@get(
    "/v1/schema/handoff-1.0.json",
    operation_id="handoffSchema",
    media_type="application/schema+json",
)
async def handoff_schema() -> Response[Any]:
    """The canonical handoff, version 1.0, as JSON Schema 2020-12."""
    body = msgspec.json.encode(handoff_json_schema())
    return Response(body, media_type="application/schema+json")
