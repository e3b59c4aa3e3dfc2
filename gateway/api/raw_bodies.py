"""The body as it was sent, as far as privacy let it be kept."""

from __future__ import annotations

from hashlib import sha256

from litestar import Response, get
from litestar.params import FromPath

from gateway.api.services import Parts
from gateway.sdk.errors import NotFound, ReadbackError

AS_SENT, MASKED = "as-sent", "masked"


class RawNotKept(ReadbackError):
    """Values were redacted that could not be masked in the bytes; the package holds the rest."""

    code = "raw.not_kept"
    public = "The body was not kept, because of what had to be taken out of it."


@get(
    "/v1/handoffs/{handoff_id:str}/raw",
    opt={"scope": "handoffs:read"},
    operation_id="getRaw",
    media_type="application/octet-stream",
)
async def get_raw(services: Parts, handoff_id: FromPath[str]) -> Response[bytes]:
    """The body byte for byte as it was sent; served as a download, never rendered.

    Where privacy took values out of it, tokens stand in their places, and the header
    ``X-Readback-Raw`` says ``masked`` instead of ``as-sent``.
    """
    found = await services.store.raw(handoff_id)
    row = await services.store.handoff(handoff_id)
    if found is None or row is None:
        raise NotFound
    raw, media_type = found
    is_as_sent = sha256(raw).hexdigest() == row.raw_sha256
    if not raw and not is_as_sent:
        raise RawNotKept
    headers = {
        "content-disposition": "attachment",
        "x-content-type-options": "nosniff",
        "x-original-content-type": media_type.encode("ascii", "replace").decode("ascii"),
        "x-readback-raw": AS_SENT if is_as_sent else MASKED,
    }
    return Response(raw, media_type="application/octet-stream", headers=headers)
