"""``/v1/handoffs/{id}/vcon``: a handoff as an IETF vCon."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from gateway.api.services import Parts
from gateway.delivery.aside import aside
from gateway.intake.vcon.encode import vcon_document
from gateway.intake.vcon.names import MEDIA_TYPE
from gateway.schema.codec import decode_handoff
from gateway.sdk.errors import NotFound


@get(
    "/v1/handoffs/{handoff_id:str}/vcon",
    opt={"scope": "handoffs:read"},
    operation_id="getVcon",
    media_type=MEDIA_TYPE,
)
async def get_vcon(services: Parts, handoff_id: FromPath[str]) -> Response[Any]:
    """The conversation, the transfer and the whole handoff as a vCon, syntax 0.4.0."""
    row = await services.store.handoff(handoff_id)
    package = await services.store.package(handoff_id)
    if row is None or package is None:
        raise NotFound
    body = await aside(len(package), partial(_encoded, package, row.created_at))
    return Response(body, media_type=MEDIA_TYPE)


def _encoded(package: bytes, created_at: str) -> bytes:
    return msgspec.json.encode(vcon_document(decode_handoff(package), package.decode(), created_at))
